import type { Query, QueryClient } from '@tanstack/query-core'
import type { Gateway } from '../backends/backend.ts'
import { mergeConversation, type Conversation, type ConversationPatch } from '../domain/conversation.ts'
import type { ConversationError } from '../domain/errors.ts'
import type { ConversationFilter } from '../domain/conversationFilter.ts'
import type { ConversationId } from '../domain/ids.ts'
import { compareMessages, isUnsent, type Message } from '../domain/message.ts'
import { groupBy } from '../lib/groupBy.ts'
import { changeMessages, type MessageChanges, type StatusChange } from './changeMessages.ts'
import {
  changeConversations,
  replaceConversations,
  type ConversationData,
  type ConversationPage,
} from './conversationData.ts'
import { conversationKeys } from './keys.ts'
import { toMessageList, type MessageData, type MessagePage } from './messageData.ts'
import { toMessageData } from './shareMessages.ts'
import { getThreadIndex } from './threadIndex.ts'
import { trimPages } from './trimPages.ts'

/** The one place that writes to the cache. Every method is one write per query, and none when nothing changed. */
export interface CacheWriter {
  /** `undefined` while the conversation's messages are not in the cache. */
  readonly getMessages: (conversationId: ConversationId) => MessageData | undefined
  /** The conversations whose messages are in the cache. */
  readonly listThreads: () => readonly ConversationId[]
  /** Forgets conversations nobody looks at, the longest unchanged first, beyond the `most` that are kept. */
  readonly trimThreads: (most: number) => void
  /** Nobody looks at the conversation any more: lets go of what was loaded beyond the bound. */
  readonly trimMessages: (conversationId: ConversationId) => void
  readonly findMessage: (conversationId: ConversationId, reference: string) => Message | undefined
  /** Sorts receipts by the conversation that has their message; `undefined`: none has. */
  readonly locate: (receipts: readonly StatusChange[]) => ReadonlyMap<ConversationId | undefined, StatusChange[]>
  readonly changeMessages: (conversationId: ConversationId, changes: MessageChanges) => void
  /**
   * Starts the conversation's list anew from one page: after a gap too large to fill. What is newer than the page's
   * beginning stays: it came live while the page was read.
   */
  readonly replaceMessages: (conversationId: ConversationId, page: MessagePage) => void
  /**
   * Says of a conversation in the cache that it could not be kept true, as a refetch that failed does: what is there stays.
   * `null` takes that back, and nothing that somebody else has said.
   */
  readonly setMessagesError: (conversationId: ConversationId, error: ConversationError | null) => void
  /** Lays reports over every inbox and every single conversation in the cache. */
  readonly changeConversations: (patches: readonly ConversationPatch[]) => void
  /** Begins to note every report; the returned function ends that and tells them. For what a load under way cannot know. */
  readonly noteConversations: () => () => readonly ConversationPatch[]
  /** Makes an inbox what the backend lists now, but for what arrived since it was asked (not in `knownBefore`). */
  readonly replaceConversations: (
    filter: ConversationFilter,
    page: ConversationPage,
    knownBefore: ReadonlySet<ConversationId>,
  ) => void
  readonly findConversation: (conversationId: ConversationId) => Conversation | undefined
  /** The inboxes in the cache. */
  readonly listInboxes: () => readonly InboxSummary[]
  /** Forgets inboxes and single conversations nobody looks at: they are read anew when somebody does. */
  readonly dropIdleConversations: () => void
  /** The single conversations somebody is looking at. */
  readonly listDetails: () => readonly ConversationId[]
}

export interface InboxSummary {
  readonly filter: ConversationFilter
  readonly ids: ReadonlySet<ConversationId>
}

/** How much of a conversation is kept. */
export interface PageBound {
  readonly maxPages: number
  readonly toCursor: Gateway['toCursor']
}

/** @param getBound How much is kept now. Default: everything. */
export function createCacheWriter(
  queryClient: QueryClient,
  scope: string,
  getBound: () => PageBound | undefined = () => undefined,
): CacheWriter {
  const write = <Data>(queryKey: readonly unknown[], change: (data: Data) => Data) => {
    const current = queryClient.getQueryData<Data>(queryKey)
    if (current === undefined) return
    const next = change(current)
    if (next !== current) queryClient.setQueryData<Data>(queryKey, next)
  }
  /** Never while older ones are asked for: what a fetch brings belongs behind the page it began at. */
  const trim = (data: MessageData, conversationId: ConversationId): MessageData => {
    const bound = getBound()
    if (bound === undefined || data.pages.length <= bound.maxPages) return data
    const state = queryClient.getQueryState(conversationKeys.thread(scope, conversationId))
    if (state?.fetchStatus !== 'idle') return data
    const { asked } = getThreadIndex(data)
    // Somebody has read back: as many again may come in before the first of what they asked for goes.
    const most = asked === 0 ? bound.maxPages : bound.maxPages * 2 + asked
    return trimPages(data, most, bound.toCursor)
  }
  const inboxQueries = () => queryClient.getQueryCache().findAll({ queryKey: conversationKeys.lists(scope) })
  const notes = new Set<ConversationPatch[]>()
  const said = new WeakSet<Error>()
  const filterOf = (queryKey: readonly unknown[]) => queryKey[3] as ConversationFilter
  const getMessages = (conversationId: ConversationId) =>
    queryClient.getQueryData<MessageData>(conversationKeys.thread(scope, conversationId))

  const threadQueries = () => queryClient.getQueryCache().findAll({ queryKey: conversationKeys.messages(scope) })

  return {
    getMessages,
    listThreads: () =>
      threadQueries().flatMap(({ state, queryKey }) =>
        state.data === undefined ? [] : [queryKey[3] as ConversationId],
      ),
    locate: (receipts) => {
      const queries = receipts.length > 0 ? threadQueries() : []
      const isIn = ({ state }: Query, { reference }: StatusChange) =>
        state.data && getThreadIndex(state.data as MessageData).find(reference)
      return groupBy(
        receipts,
        (receipt) => queries.find((query) => isIn(query, receipt))?.queryKey[3] as ConversationId | undefined,
      )
    },
    trimThreads: (most) => {
      const cache = queryClient.getQueryCache()
      const idle = cache.findAll({ queryKey: conversationKeys.messages(scope), type: 'inactive' })
      const byAge = idle.toSorted((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)
      for (const query of byAge.slice(most)) cache.remove(query)
    },
    findMessage: (conversationId, reference) => {
      const data = getMessages(conversationId)
      return data && getThreadIndex(data).find(reference)
    },
    changeMessages: (conversationId, changes) => {
      write<MessageData>(conversationKeys.thread(scope, conversationId), (data) => {
        const changed = changeMessages(data, changes)
        return changed === data ? data : trim(changed, conversationId)
      })
    },
    trimMessages: (conversationId) => {
      const queryKey = conversationKeys.thread(scope, conversationId)
      if (getBound() === undefined || queryClient.getQueryCache().find({ queryKey })?.isActive() === true) return
      write<MessageData>(queryKey, (data) => {
        getThreadIndex(data).asked = 0
        return trim(data, conversationId)
      })
    },
    replaceMessages: (conversationId, page) => {
      const known = getMessages(conversationId)
      const oldest = page.messages.toSorted(compareMessages)[0]
      const newer = known
        ? toMessageList(known).filter((each) => isUnsent(each) || !oldest || compareMessages(each, oldest) > 0)
        : []
      const data = changeMessages(toMessageData({ pages: [page], pageParams: [null] }), { upserts: newer })
      queryClient.setQueryData<MessageData>(conversationKeys.thread(scope, conversationId), data)
    },
    setMessagesError: (conversationId, error) => {
      const query = queryClient.getQueryCache().find({ queryKey: conversationKeys.thread(scope, conversationId) })
      if (query === undefined || query.state.data === undefined || query.state.error === error) return
      if (error !== null) {
        said.add(error)
        const errorUpdateCount = query.state.errorUpdateCount + 1
        query.setState({ status: 'error', error, errorUpdateCount, errorUpdatedAt: Date.now() })
      } else if (query.state.error !== null && said.has(query.state.error)) {
        query.setState({ status: 'success', error: null })
      }
    },
    changeConversations: (patches) => {
      for (const noted of notes) noted.push(...patches)
      for (const { queryKey } of inboxQueries()) {
        write<ConversationData>(queryKey, (data) => changeConversations(data, patches, filterOf(queryKey)))
      }
      for (const [id, reports] of groupBy(patches, (patch) => patch.id)) {
        write<Conversation>(conversationKeys.detail(scope, id), (known) => reports.reduce(mergeConversation, known))
      }
    },
    noteConversations: () => {
      const noted: ConversationPatch[] = []
      notes.add(noted)
      return () => {
        notes.delete(noted)
        return noted
      }
    },
    replaceConversations: (filter, page, knownBefore) => {
      write<ConversationData>(conversationKeys.list(scope, filter), (data) =>
        replaceConversations(data, page, knownBefore),
      )
    },
    findConversation: (conversationId) =>
      queryClient.getQueryData<Conversation>(conversationKeys.detail(scope, conversationId)) ??
      inboxQueries()
        .flatMap(({ state }) => (state.data as ConversationData | undefined)?.pages ?? [])
        .flatMap((page) => page.conversations)
        .find(({ id }) => id === conversationId),
    listInboxes: () =>
      inboxQueries().flatMap((query) => {
        const data = query.state.data as ConversationData | undefined
        if (data === undefined) return []
        const ids = new Set(data.pages.flatMap((page) => page.conversations).map(({ id }) => id))
        return [{ filter: filterOf(query.queryKey), ids }]
      }),
    dropIdleConversations: () => {
      for (const queryKey of [conversationKeys.lists(scope), conversationKeys.details(scope)]) {
        queryClient.removeQueries({ queryKey, type: 'inactive', predicate: ({ state }) => state.data !== undefined })
      }
    },
    listDetails: () =>
      queryClient
        .getQueryCache()
        .findAll({ queryKey: conversationKeys.details(scope), type: 'active' })
        .flatMap(({ state, queryKey }) => (state.data === undefined ? [] : [queryKey[3] as ConversationId])),
  }
}
