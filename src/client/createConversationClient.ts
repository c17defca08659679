import { InfiniteQueryObserver, QueryClient } from '@tanstack/query-core'
import { conversationQuery, conversationsQuery, messagesQuery, type CacheSource } from '../cache/queryOptions.ts'
import { toConnectionState, toInitialConnectionState } from '../connection/connectionState.ts'
import { createSupervisor } from '../connection/supervisor.ts'
import type { ConversationChanges } from '../backends/backend.ts'
import type { Conversation } from '../domain/conversation.ts'
import { ConversationError } from '../domain/errors.ts'
import type { ConversationId } from '../domain/ids.ts'
import type { Presence } from '../domain/presence.ts'
import type { TypingParticipant } from '../domain/typing.ts'
import { createNetworkHints } from '../lib/networkHints.ts'
import { createStore } from '../lib/store.ts'
import { createSyncEngine, type SyncEngine } from '../sync/syncEngine.ts'
import { withCanonicalIds } from './canonicalIds.ts'
import { createClientCapabilities } from './clientCapabilities.ts'
import type { ConversationClient, ConversationClientOptions } from './conversationClient.ts'
import { watchQuery } from './watchQuery.ts'

const RELEASE_DELAY_MS = 100
/** Conversations that stay in a cache of our own after they were closed. */
const KEPT_THREADS = 50
const NOBODY_TYPING = createStore<readonly TypingParticipant[]>([])
const NOBODY_PRESENT = createStore<readonly Presence[]>([])

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
  const capabilities = createClientCapabilities(enabled, () => link?.getCapabilities() ?? new Set())
  // Where nothing can be asked for, asking again and again would look like a line that works.
  const canPoll = capabilities.get().has('listMessages') || capabilities.get().has('listConversations')
  const polling = canPoll ? options.polling : false
  const link = first ? createSupervisor({ backends: [first, ...others], polling, failBackMs }) : null
  const sync = link ? createSyncEngine({ link, queryClient, scope, maxPages }) : null
  const hints = createNetworkHints()
  const connection = createStore(toInitialConnectionState(Date.now()))
  let mounts = 0
  let isStarted = false
  let hadWindow = false
  let release: ReturnType<typeof setTimeout> | undefined
  let stopHints = () => {}

  const updateConnection = () => {
    const facts = {
      link: isStarted ? (link?.state.get() ?? null) : ({ status: 'idle' } as const),
      isCaughtUp: sync?.isCaughtUp.get() ?? false,
      isOnline: hints.isOnline(),
      now: Date.now(),
    }
    capabilities.update()
    connection.set(toConnectionState(connection.get(), facts))
  }
  link?.state.subscribe(updateConnection)
  sync?.isCaughtUp.subscribe(updateConnection)

  const start = () => {
    isStarted = true
    hadWindow = globalThis.window !== undefined
    ownQueryClient?.mount()
    stopHints = hints.subscribe(updateConnection)
    sync?.start()
    updateConnection()
  }
  const stop = () => {
    isStarted = false
    stopHints()
    sync?.stop()
    // A test's page may be taken down in the moment before the release, and what would be let go of with it.
    if (!hadWindow || globalThis.window !== undefined) ownQueryClient?.unmount()
    updateConnection()
  }

  const source: CacheSource = {
    scope,
    loadMessages: async (conversationId, cursor, signal) =>
      required(sync).threads.get(conversationId).loadPage(cursor, messagesPerPage, signal),
    loadConversations: async (filter, offset, signal) =>
      required(sync).inbox.loadPage({ filter, offset, limit: conversationsPerPage }, signal),
    loadConversation: async (id, signal) => required(sync).inbox.loadConversation(id, signal),
    findConversation: (id) => sync?.writer.findConversation(id),
  }
  const queries: ConversationClient['queries'] = {
    messages: (conversationId) => messagesQuery(source, conversationId),
    conversations: (filter = {}) => conversationsQuery(source, filter),
    conversation: (conversationId) => conversationQuery(source, conversationId),
  }
  const watch = (conversationId: ConversationId) => {
    const unwatch = sync?.threads.get(conversationId).watch()
    return () => {
      unwatch?.()
      if (ownQueryClient !== null) sync?.writer.trimThreads(KEPT_THREADS)
    }
  }

  const client: ConversationClient = {
    scope,
    queryClient,
    isEnabled: link !== null,
    connection,
    capabilities: { get: capabilities.get, subscribe: capabilities.subscribe },
    transport: link?.transport ?? null,
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
      if (isStarted) link?.retry()
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
    watchTyping: (conversationId) => sync?.typing.watch(conversationId) ?? NOBODY_TYPING,
    watchPresence: (conversationId) => sync?.presence.watch(conversationId) ?? NOBODY_PRESENT,
    announcePresence: (conversationId) => sync?.presenceAnnouncer.announce(conversationId) ?? (() => {}),
    sendMessage: (input) => {
      const { outbox, typingNotifier } = required(sync)
      capabilities.require('sendMessage')
      typingNotifier.notify(input.conversationId, false)
      return outbox.send({ type: 'text', ...input })
    },
    retryMessage: (conversationId, messageId) => required(sync).outbox.retry(conversationId, messageId),
    discardMessage: (messageId) => required(sync).outbox.discard(messageId),
    markRead: async (conversationId) => {
      const { readMarker } = required(sync)
      capabilities.require('markRead')
      await readMarker.markRead(conversationId)
    },
    updateConversation: async (conversationId, changes) => {
      const { writer } = required(sync)
      capabilities.require('updateConversation')
      const before = writer.findConversation(conversationId)
      writer.changeConversations([{ id: conversationId, ...changes }])
      try {
        const report = await link?.gateway.updateConversation(conversationId, changes)
        if (report) writer.changeConversations([report])
      } catch (error) {
        if (before) writer.changeConversations([{ id: conversationId, ...pick(before, changes) }])
        throw error
      }
    },
    notifyTyping: (conversationId, isTyping = true) => sync?.typingNotifier.notify(conversationId, isTyping),
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

function required(sync: SyncEngine | null): SyncEngine {
  if (sync !== null) return sync
  throw new ConversationError(
    'disabled',
    'unable to load conversations; no backend is enabled in this environment. Set the url of ChatEngine.',
  )
}
