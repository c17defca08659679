import type { Backend, Gateway, Page } from '../backends/backend.ts'
import { createChatEngineJwt } from '../auth/chatEngineJwt.ts'
import type { Capability } from '../domain/capability.ts'
import type { Conversation } from '../domain/conversation.ts'
import { matchesFilter } from '../domain/conversationFilter.ts'
import { ConversationError } from '../domain/errors.ts'
import type { DomainEvent } from '../domain/events.ts'
import { compareMessages, type Message } from '../domain/message.ts'
import { createStore } from '../lib/store.ts'
import { createFakeTransport, type FakeTransport } from './fakeTransport.ts'

export interface FakeBackendOptions {
  /** What the server announces. Default: everything. `[]`: a base server. */
  readonly capabilities?: readonly Capability[]
  readonly userId?: string
  /** Default `socket`. */
  readonly kind?: Backend['kind']
  /** Another fake whose data this one shows too: two ways to one database. */
  readonly over?: FakeBackend
  /** How far its clock is ahead of the one its data is stamped with, in ms. Default 0. */
  readonly clockAheadMs?: number
}

/** A backend in memory, with the hands on its faults. */
export interface FakeBackend {
  readonly backend: Backend
  readonly transport: FakeTransport
  /** What the server holds. */
  readonly messages: Map<string, Message>
  readonly conversations: Map<string, Conversation>
  /** Requests made so far, by method. */
  readonly calls: readonly { readonly method: keyof Gateway; readonly request: unknown }[]
  /** Writes as the server would: stored, and announced to whoever has joined the conversation. */
  readonly write: (message: Message) => void
  readonly writeConversation: (conversation: Conversation) => void
  /** Announces without storing. */
  readonly announce: (...events: readonly DomainEvent[]) => void
  /** The next call of this method fails; with `after`, the server has carried it out nevertheless. */
  readonly failNext: (method: keyof Gateway, error: ConversationError, options?: { readonly after?: boolean }) => void
  /** The next call of this method has its answer ready at once but delivers it only when the returned function is called. */
  readonly holdNext: (method: keyof Gateway) => () => void
  /** `false`: no request gets through, and none is carried out. */
  readonly setReachable: (isReachable: boolean) => void
  /** The line is open and dead: nothing comes, nothing is answered. For connections that are up now. */
  readonly freeze: () => void
}

const EVERYTHING: readonly Capability[] = ['acks', 'changes', 'idempotency', 'authenticate', 'crm', 'presence', 'ping']

export function createFakeBackend({
  capabilities = EVERYTHING,
  userId = 'user-1',
  kind = 'socket',
  over,
  clockAheadMs = 0,
}: FakeBackendOptions = {}): FakeBackend {
  const messages = over?.messages ?? new Map<string, Message>()
  const conversations = over?.conversations ?? new Map<string, Conversation>()
  let isReachable = true
  const calls: { method: keyof Gateway; request: unknown }[] = []
  const failures: { method: keyof Gateway; error: ConversationError; after: boolean }[] = []
  const holds: { method: keyof Gateway; released: Promise<void> }[] = []
  // A Supabase's are known from its tables; a socket's only once it has said so.
  const announced = createStore<ReadonlySet<Capability>>(new Set(kind === 'supabase' ? capabilities : []))
  const has = (capability: Capability) => capabilities.includes(capability)
  let clock = 0
  /** The server's clock: no two writes share a time. */
  const tick = () => {
    clock = Math.max(Date.now(), clock + 1)
    return new Date(clock).toISOString()
  }

  const transport = createFakeTransport({
    acknowledges: has('acks'),
    greeting: () =>
      capabilities.length === 0
        ? null
        : {
            type: 'session.started',
            userId,
            userName: 'Carlos',
            serverTime: tick(),
            tokenExpiresAt: null,
            capabilities,
          },
  })

  const announce = (...events: readonly DomainEvent[]) => {
    const isHeard = (event: DomainEvent) =>
      event.type !== 'message.received' || transport.isJoined(event.message.conversationId)
    const heard = events.filter(isHeard)
    if (heard.length > 0) transport.deliver(heard)
  }
  const write = (message: Message) => {
    messages.set(message.id, { ...message, updatedAt: tick() })
    announce({ type: 'message.received', message: messages.get(message.id) ?? message })
  }

  /** Runs a method with its scripted faults around it. */
  const call = async <Answer>(method: keyof Gateway, request: unknown, run: () => Answer): Promise<Answer> => {
    calls.push({ method, request })
    const failure = take(failures, method)
    const hold = take(holds, method)
    if (!isReachable) throw new ConversationError('network_error', 'the server could not be reached')
    if (failure && !failure.after) throw failure.error
    const answer = run()
    await (hold?.released ?? Promise.resolve())
    if (failure) throw failure.error
    return answer
  }
  const page = <Item>(items: readonly Item[], nextCursor: string | null): Page<Item> => ({
    items,
    nextCursor,
    serverTime: has('changes') ? shift(tick(), clockAheadMs) : null,
    rejected: 0,
  })
  const getConversation = (id: string): Conversation => {
    const conversation = conversations.get(id)
    if (conversation) return conversation
    throw new ConversationError('not_found', 'unable to load the conversation; the server answered 404')
  }

  const gateway: Gateway = {
    toCursor: ({ id }) => `${kind} ${id}`,
    listMessages: (request) =>
      call('listMessages', request, () => {
        const all = [...messages.values()]
          .filter(({ conversationId }) => conversationId === request.conversationId)
          .toSorted(compareMessages)
          .toReversed()
        const position = all.findIndex((each) => gateway.toCursor(each) === request.cursor)
        if (request.cursor !== null && position === -1) {
          throw new ConversationError('invalid_payload', 'unable to load the messages; no such cursor', {
            field: 'cursor',
          })
        }
        const start = position + 1
        const items = all.slice(start, start + request.limit)
        const oldest = items.at(-1)
        return page(items, oldest && start + items.length < all.length ? gateway.toCursor(oldest) : null)
      }),
    listMessageChanges: (request) =>
      call('listMessageChanges', request, () => {
        const changed = [...messages.values()].filter(
          ({ conversationId, updatedAt }) =>
            conversationId === request.conversationId && (updatedAt ?? '') >= shift(request.since, -clockAheadMs),
        )
        return page(changed, null)
      }),
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
      call('listConversationChanges', request, () =>
        page(
          [...conversations.values()].filter(
            ({ updatedAt }) => (updatedAt ?? '') >= shift(request.since, -clockAheadMs),
          ),
          null,
        ),
      ),
    getConversation: (id) => call('getConversation', id, () => getConversation(id)),
    sendMessage: (outgoing) =>
      call('sendMessage', outgoing, () => {
        const known = [...messages.values()].find(({ clientId }) => clientId === outgoing.clientId)
        if (known && has('idempotency')) return known
        const at = tick()
        const message: Message = {
          id: `sent-${messages.size}-${at}`,
          clientId: outgoing.clientId,
          conversationId: outgoing.conversationId,
          workspaceId: 'workspace-1',
          direction: 'outbound',
          sender: { type: 'user', id: userId, name: 'Carlos' },
          type: outgoing.type,
          text: outgoing.text,
          attachments: [],
          location: null,
          replyToId: outgoing.replyToId ?? null,
          reactions: [],
          status: 'pending',
          error: null,
          externalId: null,
          metadata: {},
          createdAt: at,
          updatedAt: at,
          editedAt: null,
          deletedAt: null,
        }
        messages.set(message.id, message)
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

  return {
    backend: {
      name: `fake ${kind}`,
      kind,
      key: kind === 'socket' ? 'fake' : `fake ${kind}`,
      isEnabled: true,
      start: () => {
        const tokens = createChatEngineJwt({ getToken: () => FAKE_TOKEN })
        void tokens.get({ reason: 'connect' })
        return {
          transport,
          dialect: {
            decode: ({ payload }) => payload as readonly DomainEvent[],
            encode: (command) => ({ name: command.type, payload: command }),
          },
          gateway,
          tokens,
          capabilities: announced,
          setCapabilities: (next) => announced.set(new Set(next)),
        }
      },
    },
    transport,
    messages,
    conversations,
    calls,
    write,
    writeConversation: (conversation) => {
      const stored = { ...conversation, updatedAt: tick() }
      conversations.set(conversation.id, stored)
      announce({ type: 'conversation.changed', patch: stored })
    },
    announce,
    setReachable: (next) => {
      isReachable = next
    },
    freeze: transport.freeze,
    failNext: (method, error, { after = false } = {}) => {
      failures.push({ method, error, after })
    },
    holdNext: (method) => {
      let release = () => {}
      const released = new Promise<void>((resolve) => {
        release = resolve
      })
      holds.push({ method, released })
      return release
    },
  }
}

/** A JWT without a signature: `{ "sub": "user-1" }`. */
const FAKE_TOKEN = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c2VyLTEifQ.'

function shift(time: string, byMs: number): string {
  return new Date(Date.parse(time) + byMs).toISOString()
}

function take<Entry extends { readonly method: keyof Gateway }>(
  entries: Entry[],
  method: keyof Gateway,
): Entry | undefined {
  const position = entries.findIndex((entry) => entry.method === method)
  return position === -1 ? undefined : entries.splice(position, 1)[0]
}
