import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { PGlite } from '@electric-sql/pglite'
import type { Database } from '../database/database.ts'
import { migrate, runLocalScript } from '../database/migrate.ts'
import { answerBroadcast } from './broadcastApi.ts'
import { openChangeOutbox } from './changeOutbox.ts'
import { createChangeRouter } from './changeRouter.ts'
import { createSupabaseFaults, type SupabaseFaults } from './faults.ts'
import { openRest } from './openRest.ts'
import type { RealtimeContext } from './realtimeContext.ts'
import { createRealtimeServer } from './realtimeServer.ts'
import { createRealtimeTopics } from './realtimeTopics.ts'
import { checkAtGate } from './restGate.ts'
import type { SupabaseSettings } from './supabaseOptions.ts'
import { createSupabaseTokens } from './supabaseTokens.ts'

/** A Supabase project beside the engine, on its database, for development and tests. Its URL is the engine's own. */
export interface LocalSupabase {
  /** The key for `createClient`: a JWT of the role `anon`. */
  readonly anonKey: string
  /** A JWT of the role `service_role`, which row-level security does not bind. */
  readonly serviceKey: string
  readonly faults: SupabaseFaults
}

export interface RunningSupabase extends LocalSupabase {
  readonly handleRequest: (request: Request) => Promise<Response>
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** Ends the sockets, as a server that is being replaced does. */
  readonly close: () => Promise<void>
}

export interface StartSupabaseOptions {
  readonly database: Database
  readonly pglite: PGlite
  readonly settings: SupabaseSettings
  readonly jwtSecret: string
  readonly tokenLifetimeSeconds: number
}

/** @throws when a package it needs is not installed. */
export async function startSupabase(options: StartSupabaseOptions): Promise<RunningSupabase> {
  const { database, pglite, settings, jwtSecret, tokenLifetimeSeconds } = options
  const tokens = createSupabaseTokens(jwtSecret)
  await runLocalScript(database, 'roles.sql')
  await runLocalScript(database, 'realtime.sql')
  await migrate(database, 'supabase/')
  await runLocalScript(database, 'outbox.sql')

  const rest = await openRest(pglite, { jwtSecret, tokenLifetimeSeconds })
  const realtime = await createRealtimeServer(() => context)
  const { dropSockets, expireTokens, crashChannels } = realtime
  const faults = createSupabaseFaults({ dropSockets, expireTokens, crashChannels })
  const topics = createRealtimeTopics()
  const router = createChangeRouter(database, { faults, maxRecordBytes: settings.maxRecordBytes })
  const context: RealtimeContext = { database, settings, tokens, faults, router, topics }
  const closeOutbox = await openChangeOutbox(database, { delayMs: settings.changeDelayMs, onChanges: router.route })

  return {
    anonKey: await tokens.signKey('anon'),
    serviceKey: await tokens.signKey('service_role'),
    faults,
    handleRequest: async (request) => {
      const isBroadcast = new URL(request.url).pathname.startsWith('/realtime/')
      // A broken REST is not a broken Realtime.
      const refusal = await checkAtGate(request, {
        tokens,
        faults: isBroadcast ? { ...faults, restDown: false } : faults,
      })
      if (refusal !== null) return refusal
      return isBroadcast ? answerBroadcast(request, context) : rest(request)
    },
    upgrade: realtime.upgrade,
    close: async () => {
      await realtime.close()
      await closeOutbox()
    },
  }
}
