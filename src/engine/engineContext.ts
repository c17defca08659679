import type { Database } from './database/database.ts'
import type { EngineSettings } from './engineOptions.ts'
import type { Features } from './features.ts'
import type { MediaLinks } from './mediaLinks.ts'
import type { MessageQueries } from './store/messageQueries.ts'
import type { Tokens } from './tokens.ts'

/** What every part of the engine works with. */
export interface EngineContext {
  readonly settings: EngineSettings
  readonly features: Features
  readonly database: Database
  readonly messages: MessageQueries
  readonly tokens: Tokens
  readonly mediaLinks: MediaLinks
}
