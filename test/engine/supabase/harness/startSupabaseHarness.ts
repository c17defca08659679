import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import type { EngineOptions } from '../../../../src/engine/engineOptions.ts'
import type { LocalSupabase } from '../../../../src/engine/supabase/startSupabase.ts'
import { type Harness, startHarness } from '../../harness/startHarness.ts'

/** An engine that is a Supabase project as well, with delays that a test can wait for. */
export interface SupabaseHarness extends Harness {
  readonly supabase: LocalSupabase
  /** The unmodified client, as somebody; `null` is nobody: the anon key alone. */
  readonly createClient: (token: string | null | (() => string)) => SupabaseClient
}

export async function startSupabaseHarness(options: EngineOptions = {}): Promise<SupabaseHarness> {
  const harness = await startHarness({
    supabase: { joinErrorDelayMs: 20, upgradeErrorDelayMs: 10, changeDelayMs: 10 },
    ...options,
  })
  const { supabase } = harness.engine
  if (supabase === null) throw new Error('the option was not heard')
  const clients = new Set<SupabaseClient>()
  const disconnectAll = () => {
    harness.disconnectAll()
    for (const client of clients) void client.removeAllChannels().then(() => client.realtime.disconnect())
    clients.clear()
    supabase.faults.clear()
  }
  return {
    ...harness,
    supabase,
    createClient: (token) => {
      const client = createClient(harness.url, supabase.anonKey, {
        auth: { persistSession: false, autoRefreshToken: false },
        ...(token !== null && { accessToken: async () => (typeof token === 'string' ? token : token()) }),
      })
      clients.add(client)
      return client
    },
    disconnectAll,
    close: async () => {
      disconnectAll()
      await harness.close()
    },
  }
}
