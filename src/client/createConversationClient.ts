import { InfiniteQueryObserver, QueryClient } from '@tanstack/query-core'
import { createCacheWriter } from '../cache/cacheWriter.ts'
import { conversationQuery, conversationsQuery, messagesQuery, type CacheSource } from '../cache/queryOptions.ts'
import { toConnectionState, toInitialConnectionState } from '../connection/connectionState.ts'
import type { ConversationChanges } from '../backends/backend.ts'
import type { MessageDraft } from '../domain/commands.ts'
import type { Conversation } from '../domain/conversation.ts'
import { ConversationError } from '../domain/errors.ts'
import type { ConversationId } from '../domain/ids.ts'
import type { Participant } from '../domain/participant.ts'
import type { Presence } from '../domain/presence.ts'
import type { TypingParticipant } from '../domain/typing.ts'
import { createNetworkHints } from '../lib/networkHints.ts'
import { createStore } from '../lib/store.ts'
import { discardMessage } from '../sync/discardMessage.ts'
import { type Desk, enqueueMessage } from '../sync/enqueueMessage.ts'
import { getOutboxQueue } from '../sync/outboxQueue.ts'
import { retryMessage } from '../sync/retryMessage.ts'
import { withCanonicalIds } from './canonicalIds.ts'
import { createClientCapabilities } from './clientCapabilities.ts'
import type { ConversationClient, ConversationClientOptions } from './conversationClient.ts'
import { createLateParts, type LateParts } from './lateParts.ts'
import { toLateView } from './lateView.ts'
import { watchQuery } from './watchQuery.ts'

const RELEASE_DELAY_MS = 100
/** Conversations that stay in a cache of our own after they were closed. */
const KEPT_THREADS = 50
const NOBODY_TYPING: readonly TypingParticipant[] = []
const NOBODY_PRESENT: readonly Presence[] = []
/** Who sends, until the server or the token says. */
const NOBODY: Participant = { type: 'user', id: null, name: null }

/**
 * Creates a client. It opens nothing until it is mounted, so it may be created anywhere, on a server too.
 *
 * @throws {@link ConversationError} `invalid_option` for a `maxPages` that is no whole number from 1.
 * @example
 * const client = createConversationClient({ backends: [chatEngine({ url, getToken })] })
 * const unmount = client.mount()
 * const thread = client.watchMessages('conversation-1')
 * thread.subscribe(() => console.log(thread.get().messages.length))
 */
export function createConversationClient(options: ConversationClientOptions): ConversationClient {
  const { backends, messagesPerPage = 50, conversationsPerPage = 30, maxPages } = options
  if (maxPages !== undefined && !(Number.isInteger(maxPages) && maxPages > 0)) {
    const message = 'unable to make a client; "maxPages" must be a whole number from 1. Leave it out to keep all pages.'
    throw new ConversationError('invalid_option', message, { field: 'maxPages' })
  }
  const enabled = backends.filter(({ isEnabled }) => isEnabled)
  const [first, ...others] = enabled
  const scope = first ? [first, ...others].map(({ key }) => key).join('\n') : 'disabled'
  // Without timers of its own: an owned cache is bounded by `KEPT_THREADS` and goes when its client goes.
  const ownQueryClient = options.queryClient
    ? null
    : new QueryClient({ defaultOptions: { queries: { gcTime: Infinity } } })
  const queryClient = options.queryClient ?? ownQueryClient ?? new QueryClient()
  const { failBackMs } = options
  const capabilities = createClientCapabilities(enabled, () => late?.peek()?.link.getCapabilities() ?? new Set())
  // Where nothing can be asked for, asking again and again would look like a line that works.
  const canPoll = capabilities.get().has('listMessages') || capabilities.get().has('listConversations')
  const polling = canPoll ? options.polling : false
  const writer = createCacheWriter(queryClient, scope, () => {
    const link = late?.peek()?.link
    return link && maxPages !== undefined
      ? { maxPages, toCursor: (message) => link.gateway.toCursor(message) }
      : undefined
  })
  const late = first
    ? createLateParts({ backends: [first, ...others], polling, failBackMs, queryClient, scope, writer })
    : null
  const hints = createNetworkHints()
  const connection = createStore(toInitialConnectionState(Date.now()))
  let mounts = 0
  let isStarted = false
  let isNewlyThere = false
  let hadWindow = false
  let release: ReturnType<typeof setTimeout> | undefined
  let stopHints = () => {}

  const updateConnection = () => {
    const facts = {
      link: isStarted ? (late?.state.get() ?? null) : ({ status: 'idle' } as const),
      isCaughtUp: late?.peek()?.sync.isCaughtUp.get() ?? false,
      isOnline: hints.isOnline(),
      now: Date.now(),
    }
    capabilities.update()
    const next = toConnectionState(connection.get(), facts)
    // Whoever looks at `transport` is told as well: with the next word of the link, when all that waited has begun.
    connection.set(isNewlyThere ? { ...next } : next)
    isNewlyThere = false
  }
  late?.state.subscribe(updateConnection)
  late?.whenThere(({ sync }) => {
    isNewlyThere = true
    return sync.isCaughtUp.subscribe(updateConnection)
  })

  const start = () => {
    isStarted = true
    hadWindow = globalThis.window !== undefined
    ownQueryClient?.mount()
    stopHints = hints.subscribe(updateConnection)
    late?.start()
    updateConnection()
  }
  const stop = () => {
    isStarted = false
    stopHints()
    late?.stop()
    // A test's page may be taken down in the moment before the release, and what would be let go of with it.
    if (!hadWindow || globalThis.window !== undefined) ownQueryClient?.unmount()
    updateConnection()
  }

  const parts = () => required(late).peek()
  /** While there is nobody to send: whoever comes to do it finds the queue as it is left. */
  const desk: Desk = { queue: getOutboxQueue(queryClient, scope), writer }
  const load = () => required(late).load()
  const source: CacheSource = {
    scope,
    loadMessages: async (conversationId, cursor, signal) =>
      (parts() ?? (await load())).sync.threads.get(conversationId).loadPage(cursor, messagesPerPage, signal),
    loadConversations: async (filter, offset, signal) =>
      (parts() ?? (await load())).sync.inbox.loadPage({ filter, offset, limit: conversationsPerPage }, signal),
    loadConversation: async (id, signal) => (parts() ?? (await load())).sync.inbox.loadConversation(id, signal),
    findConversation: (id) => writer.findConversation(id),
  }
  const queries: ConversationClient['queries'] = {
    messages: (conversationId) => messagesQuery(source, conversationId),
    conversations: (filter = {}) => conversationsQuery(source, filter),
    conversation: (conversationId) => conversationQuery(source, conversationId),
  }
  const watch = (conversationId: ConversationId) => {
    const unwatch = late?.whenThere(({ sync }) => sync.threads.get(conversationId).watch())
    return () => {
      unwatch?.()
      if (ownQueryClient !== null) writer.trimThreads(KEPT_THREADS)
    }
  }

  const client: ConversationClient = {
    scope,
    queryClient,
    isEnabled: late !== null,
    hasSocket: first?.kind === 'socket',
    connection,
    capabilities: { get: capabilities.get, subscribe: capabilities.subscribe },
    get transport() {
      return late?.peek()?.link.transport ?? null
    },
    queries,
    mount: () => {
      mounts += 1
      if (!isStarted) start()
      let isUnmounted = false
      return () => {
        if (isUnmounted) return
        isUnmounted = true
        mounts -= 1
        // StrictMode and route changes unmount and mount again at once: the connection outlives that.
        clearTimeout(release)
        if (mounts === 0) release = setTimeout(() => mounts === 0 && isStarted && stop(), RELEASE_DELAY_MS)
      }
    },
    reconnect: () => {
      if (isStarted) late?.retry()
    },
    watch,
    watchMessages: (conversationId) =>
      watchQuery(
        new InfiniteQueryObserver(queryClient, queries.messages(conversationId)),
        ({ data = [], isPending, error, hasNextPage, isFetchingNextPage }) => ({
          messages: data,
          isPending,
          error,
          hasNextPage,
          isFetchingNextPage,
        }),
        watch(conversationId),
      ),
    watchConversations: (filter) =>
      watchQuery(
        new InfiniteQueryObserver(queryClient, queries.conversations(filter)),
        ({ data = [], isPending, error, hasNextPage, isFetchingNextPage }) => ({
          conversations: data,
          isPending,
          error,
          hasNextPage,
          isFetchingNextPage,
        }),
        () => {},
      ),
    watchTyping: (conversationId) => toLateView(late, ({ sync }) => sync.typing.watch(conversationId), NOBODY_TYPING),
    watchPresence: (conversationId) =>
      toLateView(late, ({ sync }) => sync.presence.watch(conversationId), NOBODY_PRESENT),
    announcePresence: (conversationId) =>
      late?.whenThere(({ sync }) => sync.presenceAnnouncer.announce(conversationId)) ?? (() => {}),
    sendMessage: (input) => {
      const sync = parts()?.sync
      capabilities.require('sendMessage')
      sync?.typingNotifier.notify(input.conversationId, false)
      const draft: MessageDraft = { type: 'text', ...input }
      return sync?.outbox.send(draft) ?? enqueueMessage(draft, NOBODY, desk)
    },
    retryMessage: (conversationId, messageId) =>
      parts()?.sync.outbox.retry(conversationId, messageId) ??
      retryMessage({ conversationId, messageId }, NOBODY, desk),
    discardMessage: (messageId) => {
      const outbox = parts()?.sync.outbox
      if (outbox) outbox.discard(messageId)
      else discardMessage(messageId, desk)
    },
    markRead: async (conversationId) => {
      required(late)
      capabilities.require('markRead')
      const { sync } = parts() ?? (await load())
      await sync.readMarker.markRead(conversationId)
    },
    updateConversation: async (conversationId, changes) => {
      required(late)
      capabilities.require('updateConversation')
      const before = writer.findConversation(conversationId)
      writer.changeConversations([{ id: conversationId, ...changes }])
      try {
        const { link } = parts() ?? (await load())
        const report = await link.gateway.updateConversation(conversationId, changes)
        if (report) writer.changeConversations([report])
      } catch (error) {
        if (before) writer.changeConversations([{ id: conversationId, ...pick(before, changes) }])
        throw error
      }
    },
    notifyTyping: (conversationId, isTyping = true) =>
      late?.peek()?.sync.typingNotifier.notify(conversationId, isTyping),
  }
  const toId = enabled.find((backend) => backend.toConversationId !== undefined)?.toConversationId
  return toId === undefined ? client : withCanonicalIds(client, toId)
}

/** What the changed fields were before; nothing else, for that may have moved on. */
function pick(before: Conversation, changes: ConversationChanges): ConversationChanges {
  return Object.fromEntries(
    (Object.keys(changes) as (keyof ConversationChanges)[]).map((field) => [field, before[field]]),
  )
}

function required(late: LateParts | null): LateParts {
  if (late !== null) return late
  throw new ConversationError(
    'disabled',
    'unable to load conversations; no backend is enabled in this environment. Set the url of ChatEngine.',
  )
}
