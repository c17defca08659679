import type { InfiniteQueryObserverOptions, QueryKey, QueryObserverOptions } from '@tanstack/query-core'
import { mergeConversation, type Conversation } from '../domain/conversation.ts'
import type { ConversationFilter } from '../domain/conversationFilter.ts'
import { ConversationError } from '../domain/errors.ts'
import type { ConversationId } from '../domain/ids.ts'
import type { Message } from '../domain/message.ts'
import { shareConversations, toConversationList, type ConversationPage } from './conversationData.ts'
import { conversationKeys } from './keys.ts'
import { toMessageList, type MessagePage } from './messageData.ts'
import { shareMessages } from './shareMessages.ts'

/** How the cache gets what it does not hold. */
export interface CacheSource {
  /** Two scopes never share an entry. */
  readonly scope: string
  readonly loadMessages: (
    conversationId: ConversationId,
    cursor: string | null,
    signal: AbortSignal,
  ) => Promise<MessagePage>
  readonly loadConversations: (
    filter: ConversationFilter,
    offset: number,
    signal: AbortSignal,
  ) => Promise<ConversationPage>
  readonly loadConversation: (id: ConversationId, signal: AbortSignal) => Promise<Conversation>
  /** A conversation some inbox holds already: shown while its own request is under way. */
  readonly findConversation: (id: ConversationId) => Conversation | undefined
}

export type MessagesQuery = InfiniteQueryObserverOptions<
  MessagePage,
  ConversationError,
  readonly Message[],
  QueryKey,
  string | null
>

export type ConversationsQuery = InfiniteQueryObserverOptions<
  ConversationPage,
  ConversationError,
  readonly Conversation[],
  QueryKey,
  number
>

export type ConversationQuery = QueryObserverOptions<Conversation, ConversationError>

/** The live link keeps what is cached true, so nothing here goes stale by age, focus or reconnect. */
const LIVE = {
  staleTime: Infinity,
  refetchOnReconnect: false,
  retry: shouldRetry,
  // Said, so that an application's defaults for its own queries do not reach these: what was shown before is another
  // customer's, and what fails is shown where it belongs.
  enabled: true,
  placeholderData: () => undefined,
  throwOnError: false,
} as const

/** Options for a conversation's messages, for any of TanStack's observers. */
export function messagesQuery({ scope, loadMessages }: CacheSource, conversationId: ConversationId): MessagesQuery {
  return {
    ...LIVE,
    queryKey: conversationKeys.thread(scope, conversationId),
    queryFn: ({ pageParam, signal }) => loadMessages(conversationId, pageParam, signal),
    initialPageParam: null,
    getNextPageParam: (page) => page.nextCursor,
    select: toMessageList,
    structuralSharing: shareMessages,
  }
}

/** Options for an inbox. */
export function conversationsQuery(
  { scope, loadConversations }: CacheSource,
  filter: ConversationFilter,
): ConversationsQuery {
  return {
    ...LIVE,
    queryKey: conversationKeys.list(scope, filter),
    queryFn: ({ pageParam, signal }) => loadConversations(filter, pageParam, signal),
    initialPageParam: 0,
    // Counted anew each time: conversations that came live, or left, have moved the rest of the list.
    getNextPageParam: (page, pages) =>
      page.hasMore ? pages.reduce((sum, { conversations }) => sum + conversations.length, 0) : null,
    select: toConversationList,
    structuralSharing: shareConversations,
  }
}

/** Options for a single conversation. */
export function conversationQuery(source: CacheSource, id: ConversationId): ConversationQuery {
  return {
    ...LIVE,
    queryKey: conversationKeys.detail(source.scope, id),
    queryFn: async ({ signal }) => markLanding(await source.loadConversation(id, signal)),
    select: (conversation) => conversation,
    placeholderData: () => source.findConversation(id),
    structuralSharing: shareConversation,
  }
}

/** Fetched, and not in the cache yet. */
const landing = new WeakSet<object>()

function markLanding(conversation: Conversation): Conversation {
  const fetched = { ...conversation }
  landing.add(fetched)
  return fetched
}

/**
 * A landing fetch never takes back what came live while it was under way. Observers ask as well, with what they showed
 * before: another conversation, one of another scope with the same id, or whatever was selected of it. None of them has
 * anything to say about what is in the cache.
 */
function shareConversation(known: unknown, landed: unknown): unknown {
  const isLanding = landing.delete(landed as object)
  return isLanding && known !== undefined ? mergeConversation(known as Conversation, landed as Conversation) : landed
}

const RETRYABLE = new Set(['network_error', 'timeout', 'server_error', 'rate_limited', 'disconnected'])

function shouldRetry(failures: number, error: Error): boolean {
  return failures < 3 && error instanceof ConversationError && RETRYABLE.has(error.code)
}
