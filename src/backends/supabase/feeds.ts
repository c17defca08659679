import type { WorkspaceId } from '../../domain/ids.ts'
import type { Feed } from '../../transports/realtimeListener.ts'
import type { SupabaseTables } from './tables.ts'

/** On which channels this library's clients talk to each other: who is writing, who is there. */
export type SupabaseTopics = 'private' | 'public' | 'none'

export interface FeedOptions {
  readonly tables: SupabaseTables
  readonly workspaceId: WorkspaceId
  readonly topics: SupabaseTopics
}

/** The channel of the workspace: its conversations, and who is there. One per connection, however many lists are on screen. */
export function toWorkspaceFeed({ tables: { conversations }, workspaceId, topics }: FeedOptions): Feed {
  const { workspaceId: column, id } = conversations.columns
  const filter = column === null ? `${id}=not.is.null` : `${column}=eq.${quote(workspaceId)}`
  return {
    topic: `workspace:${workspaceId}`,
    changes: [{ name: 'conversations', schema: 'public', table: conversations.name, filter }],
    broadcasts: [],
    presence: topics === 'none' ? null : 'presence',
    isPrivate: topics === 'private',
  }
}

/** The channel of one conversation that is on screen: its messages, and who is writing. */
export function toConversationFeed(
  { tables: { messages }, workspaceId, topics }: FeedOptions,
  conversationId: string,
): Feed {
  const filter = `${messages.columns.conversationId}=eq.${quote(conversationId)}`
  return {
    topic: `workspace:${workspaceId}:conversation:${conversationId}`,
    changes: [{ name: 'messages', schema: 'public', table: messages.name, filter }],
    broadcasts: topics === 'none' ? [] : ['typing'],
    presence: null,
    isPrivate: topics === 'private',
  }
}

/** Commas and brackets mean something in a filter, so a value that has more than letters is put in quotes. */
function quote(value: string): string {
  return /^[\w-]+$/.test(value) ? value : `"${value.replaceAll(/["\\]/g, '\\$&')}"`
}
