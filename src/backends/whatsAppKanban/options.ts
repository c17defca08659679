import type { SocketBackendOptions } from '../defineBackend.ts'

/** As for ChatEngine, but `path` is `/socket.io` and `apiPath` `/api`. */
export interface WhatsAppKanbanOptions extends SocketBackendOptions {
  /**
   * Where this server lists its conversations, below `apiPath`, e.g. `/conversations`; `{ data, hasMore, nextCursor }`.
   * Default: nowhere, for not every version has it; then the list holds the conversations that were heard of.
   */
  readonly conversationsPath?: string | undefined
}
