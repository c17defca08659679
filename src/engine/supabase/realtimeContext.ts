import type { Database } from '../database/database.ts'
import type { ChangeRouter } from './changeRouter.ts'
import type { SupabaseFaults } from './faults.ts'
import type { RealtimeTopics } from './realtimeTopics.ts'
import type { SupabaseSettings } from './supabaseOptions.ts'
import type { SupabaseTokens } from './supabaseTokens.ts'

/** What every part of Realtime works with. */
export interface RealtimeContext {
  readonly database: Database
  readonly settings: SupabaseSettings
  readonly faults: SupabaseFaults
  readonly tokens: SupabaseTokens
  readonly router: ChangeRouter
  readonly topics: RealtimeTopics
}
