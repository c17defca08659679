import type { ConversationFilter } from '../domain/conversationFilter.ts'
import type { ConversationId } from '../domain/ids.ts'

const ROOT = 'crm-conversations'

/**
 * Query keys. `scope` is the backend's key: two workspaces never share an entry.
 *
 * @example
 * queryClient.invalidateQueries({ queryKey: conversationKeys.all(client.scope) })
 */
export const conversationKeys = {
  all: (scope: string) => [ROOT, scope] as const,
  messages: (scope: string) => [ROOT, scope, 'messages'] as const,
  thread: (scope: string, conversationId: ConversationId) => [ROOT, scope, 'messages', conversationId] as const,
  lists: (scope: string) => [ROOT, scope, 'conversations'] as const,
  list: (scope: string, filter: ConversationFilter) => [ROOT, scope, 'conversations', filter] as const,
  details: (scope: string) => [ROOT, scope, 'conversation'] as const,
  detail: (scope: string, conversationId: ConversationId) => [ROOT, scope, 'conversation', conversationId] as const,
}
