import type { ChatEngineJwtOptions } from '../../auth/chatEngineJwt.ts'

export interface ChatEngineOptions extends ChatEngineJwtOptions {
  /**
   * ChatEngine's origin, e.g. `import.meta.env.VITE_CHATENGINE_BASE_URL`. Absent or empty: ChatEngine is disabled in this
   * environment and nothing is ever connected.
   */
  readonly url?: string | undefined
  /**
   * Who is signed in, where several users may follow each other on one page without a reload: another one starts anew.
   * Default: whoever the token is of.
   */
  readonly userId?: string | undefined
  /** Where Socket.IO is mounted. Default `/api/ws`. */
  readonly path?: string | undefined
  /** Where the HTTP API is mounted. Default `/api/chat`. */
  readonly apiPath?: string | undefined
}
