import { createClient } from '@supabase/supabase-js'
import { supabaseBackend } from '../../src/backends/supabase/index.ts'
import { createLink } from '../../src/connection/link.ts'
import type { Engine } from '../../src/engine/index.ts'
import type { SupabaseOptions } from '../../src/backends/supabase/options.ts'
import type { SupabaseTableOptions } from '../../src/backends/supabase/tables.ts'
import { describeBackend } from '../../src/testing/describeBackend.ts'
import { startEngineServer, type EngineWire } from './engineServer.ts'
import { kit } from './kit.ts'

type Project = (url: string, anonKey: string, getToken: () => Promise<string>) => Partial<SupabaseOptions>

const toWire =
  (tables: SupabaseTableOptions, toProject: Project) =>
  (engine: Engine, url: string, connections: () => number): EngineWire => {
    const { supabase } = engine
    if (supabase === null) throw new Error('the engine has no Supabase')
    const connect = (workspaceId: string, getToken: () => Promise<string>) =>
      supabaseBackend({ workspaceId, tables, ...toProject(url, supabase.anonKey, getToken) })
    return {
      connect,
      dropConnections: () => supabase.faults.dropSockets(),
      typeAsAnother: async (tenant, conversationId) => {
        const link = createLink(connect(tenant, () => engine.signToken({ workspaceId: tenant, userId: 'agent-2' })))
        const isWatched = new Promise((resolve) => link.onWatched(resolve))
        link.open()
        link.watch(conversationId)
        await isWatched
        await link.send({ type: 'notifyTyping', conversationId, isTyping: true })
        await new Promise((resolve) => setTimeout(resolve, 100))
        link.close()
      },
      connections,
    }
  }

const options = { supabase: { joinErrorDelayMs: 200, upgradeErrorDelayMs: 100, changeDelayMs: 20 } }

describeBackend(
  {
    name: 'Supabase, migrated',
    start: () =>
      startEngineServer(
        options,
        toWire({ preset: 'migrated' }, (url, anonKey, getToken) => ({ url, anonKey, getToken })),
      ),
  },
  kit,
)

describeBackend(
  {
    // The same tables, as if they had no change times, no client ids and no previews; through the application's own client.
    name: 'Supabase, deployed',
    hasPreview: false,
    start: () =>
      startEngineServer(
        options,
        toWire({}, (url, anonKey, accessToken) => ({ client: createClient(url, anonKey, { accessToken }) })),
      ),
  },
  kit,
)
