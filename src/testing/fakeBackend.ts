import type { Backend } from '../backends/backend.ts'
import { liveCode } from '../client/lateParts.ts'
import * as liveParts from '../client/liveParts.ts'
import type { Capability } from '../domain/capability.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { ConversationError } from '../domain/errors.ts'
import type { DomainEvent } from '../domain/events.ts'
import type { Message } from '../domain/message.ts'
import { createStore } from '../lib/store.ts'
import { withActivity } from './fakeActivity.ts'
import { createAnnouncementFaults, type AnnouncementFaults } from './announcementFaults.ts'
import { createFakeData } from './fakeData.ts'
import { createFakeGateway } from './fakeGateway.ts'
import { createFakeLines } from './fakeLines.ts'
import { createFakeTokens } from './fakeTokens.ts'
import { createFakeTransport, type FakeTransport } from './fakeTransport.ts'
import { createRequestFaults, type RequestFaults } from './requestFaults.ts'

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
export interface FakeBackend extends RequestFaults, AnnouncementFaults {
  /** Any number of clients can be made over it; each has a line of its own. */
  readonly backend: Backend
  /** The hands on the line; with several clients, on all of their lines at once. */
  readonly transport: FakeTransport
  /** What the server holds. */
  readonly messages: Map<string, Message>
  readonly conversations: Map<string, Conversation>
  /**
   * Writes as the server would: stored, and announced to whoever has joined the conversation. A new message moves its
   * conversation in the list, where the server holds that and announces `crm`: activity, preview, what is unread.
   */
  readonly write: (message: Message) => void
  readonly writeConversation: (conversation: Conversation) => void
  /** Announces without storing. */
  readonly announce: (...events: readonly DomainEvent[]) => void
  /** The line breaks; it stays broken until `restore`. With the reason, where it is another than that. */
  readonly drop: (reason?: ConversationError) => void
  readonly restore: () => void
  /** The line is open and dead: nothing comes, nothing is answered. For connections that are up now. */
  readonly freeze: () => void
  /** The token has run out, and the server says so: another one is asked for. */
  readonly expireToken: () => void
  /** Nobody is signed in any more: the line is refused, and every request, until `signIn`. */
  readonly signOut: () => void
  readonly signIn: () => void
}

/** What of an announcement comes over one line. */
interface Heard {
  readonly line: FakeTransport
  readonly events: readonly DomainEvent[]
}

const EVERYTHING: readonly Capability[] = ['acks', 'changes', 'idempotency', 'authenticate', 'crm', 'presence', 'ping']

/** Creates a backend in memory: for tests, stories and demos without a server. */
export function createFakeBackend({
  capabilities = EVERYTHING,
  userId = 'user-1',
  kind = 'socket',
  over,
  clockAheadMs = 0,
}: FakeBackendOptions = {}): FakeBackend {
  // In a test nothing is waited for that has nothing to do with it: what is mounted connects in the same turn.
  liveCode.set(liveParts)
  const data = createFakeData(over)
  const { messages, conversations, tick } = data
  const tokens = createFakeTokens(userId)
  const { call, ...requestFaults } = createRequestFaults(tokens.getRefusal)
  const has = (capability: Capability) => capabilities.includes(capability)

  const greeting = (): DomainEvent | null =>
    capabilities.length === 0
      ? null
      : {
          type: 'session.started',
          userId,
          userName: 'Carlos',
          serverTime: tick(),
          tokenExpiresAt: null,
          capabilities,
        }
  const lines = createFakeLines((door) => createFakeTransport({ door, acknowledges: has('acks'), greeting }))
  const transport = lines.all
  const { deliver, ...announcementFaults } = createAnnouncementFaults((announcement: readonly Heard[]) => {
    for (const { line, events } of announcement) line.deliver(events)
  })
  const announce = (...events: readonly DomainEvent[]) => {
    const toHeard = (line: FakeTransport): Heard => ({
      line,
      events: events.filter(
        (event) => event.type !== 'message.received' || line.isJoined(event.message.conversationId),
      ),
    })
    const heard = lines
      .list()
      .map(toHeard)
      .filter((each) => each.events.length > 0)
    if (heard.length > 0) deliver(heard)
  }
  const add = (message: Message): readonly DomainEvent[] => {
    const isNew = !messages.has(message.id)
    messages.set(message.id, message)
    const known = conversations.get(message.conversationId)
    const moved = isNew && has('crm') && known !== undefined ? withActivity(known, message) : known
    if (moved === undefined || moved === known) return []
    const patch = { ...moved, updatedAt: tick() }
    conversations.set(patch.id, patch)
    return [{ type: 'conversation.changed', patch }]
  }
  const gateway = createFakeGateway({ data, call, add, announce, kind, has, userId, clockAheadMs })
  const setSignedIn = (isSignedIn: boolean) => {
    tokens.setSignedIn(isSignedIn)
    transport.setRefusal(tokens.getRefusal())
  }

  return {
    ...requestFaults,
    ...announcementFaults,
    backend: {
      name: `fake ${kind}`,
      kind,
      key: kind === 'socket' ? 'fake' : `fake ${kind}`,
      isEnabled: true,
      start: () => {
        const source = tokens.createSource()
        source.get({ reason: 'connect' }).catch(() => {})
        // A Supabase's are known from its tables; a socket's only once it has said so.
        const announced = createStore<ReadonlySet<Capability>>(new Set(kind === 'supabase' ? capabilities : []))
        return {
          transport: lines.open(),
          dialect: {
            decode: ({ payload }) => payload as readonly DomainEvent[],
            encode: (command) => ({ name: command.type, payload: command }),
          },
          gateway,
          tokens: source,
          capabilities: announced,
          setCapabilities: (next) => announced.set(new Set(next)),
        }
      },
    },
    transport,
    messages,
    conversations,
    write: (message) => {
      const stored = { ...message, updatedAt: tick() }
      const moves = add(stored)
      announce({ type: 'message.received', message: stored }, ...moves)
    },
    writeConversation: (conversation) => {
      const stored = { ...conversation, updatedAt: tick() }
      conversations.set(conversation.id, stored)
      announce({ type: 'conversation.changed', patch: stored })
    },
    announce,
    drop: transport.drop,
    restore: transport.restore,
    freeze: transport.freeze,
    expireToken: () => announce({ type: 'session.failed', code: 'TOKEN_EXPIRED', message: 'the token has expired' }),
    signOut: () => setSignedIn(false),
    signIn: () => setSignedIn(true),
  }
}
