import type { WorkspaceId } from '../../domain/ids.ts'
import type { Feed } from '../../transports/realtimeListener.ts'
import type { SupabaseTables } from './tables.ts'

/** The channel of the workspace: its conversations. One per connection, however many lists are on screen. */
export function toWorkspaceFeed({ conversations }: SupabaseTables, workspaceId: WorkspaceId): Feed {
  const { workspaceId: column, id } = conversations.columns
  const filter = column === null ? `${id}=not.is.null` : `${column}=eq.${quote(workspaceId)}`
  return {
    topic: `workspace:${workspaceId}`,
    changes: [{ name: 'conversations', schema: 'public', table: conversations.name, filter }],
    broadcasts: [],
  }
}

/** The channel of one conversation that is on screen: its messages, and who is writing. */
export function toConversationFeed(
  { messages }: SupabaseTables,
  workspaceId: WorkspaceId,
  conversationId: string,
): Feed {
  const filter = `${messages.columns.conversationId}=eq.${quote(conversationId)}`
  return {
    topic: `conversation:${workspaceId}:${conversationId}`,
    changes: [{ name: 'messages', schema: 'public', table: messages.name, filter }],
    broadcasts: ['typing'],
  }
}

/** Commas and brackets mean something in a filter, so a value that has more than letters is put in quotes. */
function quote(value: string): string {
  return /^[\w-]+$/.test(value) ? value : `"${value.replaceAll(/["\\]/g, '\\$&')}"`
}
