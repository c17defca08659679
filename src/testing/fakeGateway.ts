import type { Backend, Gateway, Page } from '../backends/backend.ts'
import type { OutgoingMessage } from '../domain/commands.ts'
import { completeMessage } from '../domain/completeMessage.ts'
import type { Capability } from '../domain/capability.ts'
import type { Conversation } from '../domain/conversation.ts'
import { matchesFilter } from '../domain/conversationFilter.ts'
import { ConversationError } from '../domain/errors.ts'
import type { DomainEvent } from '../domain/events.ts'
import { compareMessages, type Message } from '../domain/message.ts'
import type { FakeData } from './fakeData.ts'
import type { Call } from './requestFaults.ts'

export interface FakeGatewayOptions {
  readonly data: FakeData
  readonly call: Call
  /** Stores a message; returns what else is told because of it. */
  readonly add: (message: Message) => readonly DomainEvent[]
  readonly announce: (...events: readonly DomainEvent[]) => void
  readonly kind: Backend['kind']
  readonly has: (capability: Capability) => boolean
  readonly userId: string
  readonly clockAheadMs: number
}

const CHANGES_PER_PAGE = 50

/** What a server in memory answers. */
export function createFakeGateway(options: FakeGatewayOptions): Gateway {
  const { data, call, add, announce, kind, has, clockAheadMs } = options
  const { messages, conversations, tick } = data
  const page = <Item>(items: readonly Item[], nextCursor: string | null): Page<Item> => ({
    items,
    nextCursor,
    serverTime: has('changes') ? shift(tick(), clockAheadMs) : null,
    rejected: 0,
  })
  const pageOfChanges = <Item extends Changed>(
    rows: readonly Item[],
    { since, cursor }: { readonly since: string; readonly cursor: string | null },
  ): Page<Item> => {
    const from = shift(since, -clockAheadMs)
    const changed = rows.filter(({ updatedAt }) => (updatedAt ?? '') >= from).toSorted(compareChanges)
    const left = cursor === null ? changed : changed.filter((row) => toPlace(row) > cursor)
    const items = left.slice(0, CHANGES_PER_PAGE)
    const last = items.at(-1)
    return page(items, last && items.length < left.length ? toPlace(last) : null)
  }
  const listMessagesOf = (id: string) => [...messages.values()].filter(({ conversationId }) => conversationId === id)
  const getConversation = (id: string): Conversation => {
    const conversation = conversations.get(id)
    if (conversation) return conversation
    throw new ConversationError('not_found', 'unable to load the conversation; the server answered 404')
  }
  const toCursor: Gateway['toCursor'] = ({ id }) => `${kind} ${id}`

  return {
    toCursor,
    listMessages: (request) =>
      call('listMessages', request, () => {
        const all = listMessagesOf(request.conversationId).toSorted(compareMessages).toReversed()
        const position = all.findIndex((each) => toCursor(each) === request.cursor)
        if (request.cursor !== null && position === -1) {
          throw new ConversationError('invalid_payload', 'unable to load the messages; no such cursor', {
            field: 'cursor',
          })
        }
        const start = position + 1
        const items = all.slice(start, start + request.limit)
        const oldest = items.at(-1)
        return page(items, oldest && start + items.length < all.length ? toCursor(oldest) : null)
      }),
    listMessageChanges: (request) =>
      call('listMessageChanges', request, () => pageOfChanges(listMessagesOf(request.conversationId), request)),
    listConversations: (request) =>
      call('listConversations', request, () => {
        const all = [...conversations.values()]
          .filter((conversation) => matchesFilter(conversation, request.filter))
          .toSorted((a, b) => ((a.lastMessageAt ?? '') < (b.lastMessageAt ?? '') ? 1 : -1))
        const items = all.slice(request.offset, request.offset + request.limit)
        const end = request.offset + items.length
        return page(items, end < all.length ? String(end) : null)
      }),
    listConversationChanges: (request) =>
      call('listConversationChanges', request, () => pageOfChanges([...conversations.values()], request)),
    getConversation: (id) => call('getConversation', id, () => getConversation(id)),
    sendMessage: (outgoing) =>
      call('sendMessage', outgoing, () => {
        const known = [...messages.values()].find(({ clientId }) => clientId === outgoing.clientId)
        if (known && has('idempotency')) return known
        const message = toStored(outgoing, options)
        announce(...add(message))
        return message
      }),
    markRead: (id) =>
      call('markRead', id, () => {
        conversations.set(id, { ...getConversation(id), unreadCount: 0, updatedAt: tick() })
      }),
    updateConversation: (id, changes) =>
      call('updateConversation', { id, changes }, () => {
        const changed = { ...getConversation(id), ...changes, updatedAt: tick() }
        conversations.set(id, changed)
        return changed
      }),
  }
}

function toStored(outgoing: OutgoingMessage, { data, userId }: FakeGatewayOptions): Message {
  const at = data.tick()
  return completeMessage({
    id: `sent-${data.messages.size}-${at}`,
    clientId: outgoing.clientId,
    conversationId: outgoing.conversationId,
    workspaceId: 'workspace-1',
    direction: 'outbound',
    sender: { type: 'user', id: userId, name: 'Carlos' },
    type: outgoing.type,
    text: outgoing.text,
    replyToId: outgoing.replyToId ?? null,
    status: 'pending',
    createdAt: at,
    updatedAt: at,
  })
}

interface Changed {
  readonly id: string
  readonly updatedAt: string | null
}

/** Oldest change first: what changes between two pages goes to the end, and moves nothing that was not read yet. */
function compareChanges(a: Changed, b: Changed): number {
  return toPlace(a) < toPlace(b) ? -1 : 1
}

/** Where a change stands, whatever stands before it: a cursor that counts would pass over a row when one of those moves. */
function toPlace({ id, updatedAt }: Changed): string {
  return `${updatedAt ?? ''} ${id}`
}

function shift(time: string, byMs: number): string {
  return new Date(Date.parse(time) + byMs).toISOString()
}
