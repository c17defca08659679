import { type ChatEngineJwtOptions, createChatEngineJwt } from '../auth/chatEngineJwt.ts'
import { checkTokenOptions } from '../auth/checkTokenOptions.ts'
import { refuseSecrets } from '../auth/refuseSecrets.ts'
import type { Capability } from '../domain/capability.ts'
import type { Command } from '../domain/commands.ts'
import { ConversationError } from '../domain/errors.ts'
import type { DomainEvent } from '../domain/events.ts'
import type { ConversationId } from '../domain/ids.ts'
import { createStore } from '../lib/store.ts'
import type { Frame, Transport } from '../transports/transport.ts'
import { WebSocketClient, type WebSocketClientOptions } from '../transports/webSocketClient.ts'
import type { Backend, BackendSession, Gateway } from './backend.ts'
import { type BearerRequest, createBearerFetch } from './bearerFetch.ts'
import { createEncoder, type CommandTable } from './commandTable.ts'
import { createDecoder, type EventTable } from './eventTable.ts'
import { completeGateway, toCannot } from './partialGateway.ts'
import { createSeenConversations } from './seenConversations.ts'
import { isConfigured } from './socketUrl.ts'

/** What every defined backend is told by whoever uses it. */
export interface SocketBackendOptions extends ChatEngineJwtOptions {
  /** The server's origin. Absent or empty: it is disabled in this environment and nothing is ever connected. */
  readonly url?: string | undefined
  /** Who is signed in, where several users may follow each other on one page without a reload. Default: the token's. */
  readonly userId?: string | undefined
  /** Where Socket.IO is mounted. Default: where the definition says. */
  readonly path?: string | undefined
  /** Where the HTTP API is mounted. Default: where the definition says. */
  readonly apiPath?: string | undefined
}

/** What the gateway's methods may use. */
export interface GatewayContext<Options> {
  readonly options: Options
  /** JSON over HTTP at `url` + `apiPath`, with the token in the header; a refused one is renewed once. */
  readonly request: (request: BearerRequest) => Promise<unknown>
  /** Sends over the socket; with `timeoutMs` it resolves to the acknowledgement, or to the event that `answers` names. */
  readonly send: Transport['send']
  /** The id this user has in its token; `null` while nobody knows. */
  readonly getUserId: () => string | null
  /**
   * Joins these conversations, and no longer those named before, whoever looks at them: for servers that tell nobody else of
   * a message, so that a list could not follow.
   */
  readonly follow: (ids: readonly ConversationId[]) => void
}

/** A wire, as data: what its events mean, how its commands are spelled, what can be asked. */
export interface BackendDefinition<Payloads extends object, Options extends SocketBackendOptions> extends Pick<
  WebSocketClientOptions,
  'readAcknowledgement' | 'readJoin' | 'confirms' | 'answers'
> {
  /** In errors, and part of the key under which things are cached. */
  readonly name: string
  /** Where Socket.IO is mounted unless an option says otherwise. Default `/socket.io`. */
  readonly path?: string
  /** The same for the HTTP API. Default: the origin itself. */
  readonly apiPath?: string
  /** The handshake's payload. Default `{ token }`. */
  readonly toAuth?: (token: string, options: Options) => Record<string, unknown>
  readonly events: EventTable<Payloads>
  readonly commands: CommandTable
  /**
   * What can be asked. What is left out is refused with `unsupported` and missing from the client's `capabilities`;
   * without `listMessages` there is no history, without `listConversations` the list holds what was heard of. Only makes
   * the methods: it is called when the backend is created, too, to see which there are. A name that is no method’s is
   * refused then with `invalid_option`.
   */
  readonly gateway?: (context: GatewayContext<Options>) => Partial<Gateway>
  /** What every such server can do without saying so. Default: nothing. */
  readonly capabilities?: readonly Capability[]
  /**
   * It tells of every change of a conversation by an event of its own. Default `false`: the list learns of a change from
   * the message, and asks for the rest.
   */
  readonly announcesConversations?: boolean
  /** Where two spellings are one conversation: the one the server speaks. */
  readonly toConversationId?: Backend['toConversationId']
}

/**
 * Makes a backend of a wire that this library does not know. Everything else (connecting, back-off, tokens, order,
 * duplicates, recovery, sending once) is the library's; run `describeBackend` of `./testing` on it.
 *
 * @example
 * const acme = defineBackend({
 *   name: 'acme',
 *   events: {
 *     'chat:message': { schema: AcmeMessage, toEvents: (wire) => ({ type: 'message.received', message: toMessage(wire) }) },
 *   },
 *   commands: { subscribe: ({ conversationId }) => ({ name: 'join', payload: conversationId }) },
 *   gateway: ({ request }) => ({
 *     sendMessage: async ({ conversationId, text }) =>
 *       toMessage(await request({ what: 'send', method: 'POST', path: `/chats/${conversationId}`, body: { text } })),
 *   }),
 * })
 * <ConversationProvider backends={[acme({ url, getToken })]}>
 */
export function defineBackend<Payloads extends object, Options extends SocketBackendOptions = SocketBackendOptions>(
  definition: BackendDefinition<Payloads, Options>,
): (options: Options) => Backend {
  const { name, commands, toConversationId } = definition
  return (options) => {
    refuseSecrets(options)
    const { url } = options
    const isEnabled = isConfigured(url, name)
    if (isEnabled) checkTokenOptions(options)
    return {
      name,
      kind: 'socket',
      key: toKey(name, options),
      isEnabled,
      cannot: toCannot(name, definition.gateway?.(toIdleContext(name, options)) ?? {}, commands),
      toConversationId,
      start: () => {
        if (url !== undefined && isEnabled) return startSession(definition, { ...options, url })
        throw new ConversationError('disabled', `unable to start ${name}; it has no url in this environment.`)
      },
    }
  }
}

function startSession<Payloads extends object, Options extends SocketBackendOptions>(
  definition: BackendDefinition<Payloads, Options>,
  options: Options & { readonly url: string },
): BackendSession {
  const { name, toAuth, announcesConversations = false } = definition
  const { url, path = definition.path ?? '/socket.io', apiPath = definition.apiPath ?? '' } = options
  const tokens = createChatEngineJwt(options)
  const encode = createEncoder(definition.commands)
  const decode = createDecoder(definition.events)
  const seen = createSeenConversations(tokens.getUserId)
  /** What the server can do is of no use where the definition has no word or no method for it. */
  const isUsable = (capability: Capability) => {
    if (capability === 'ping') return definition.commands.ping !== undefined
    if (capability !== 'changes') return true
    return methods.listMessageChanges !== undefined && methods.listConversationChanges !== undefined
  }
  const methods = definition.gateway?.(toIdleContext(name, options)) ?? {}
  const always = (definition.capabilities ?? []).filter((each) => isUsable(each))
  const capabilities = createStore<ReadonlySet<Capability>>(new Set(always))
  const transport = new WebSocketClient({
    url,
    path,
    encode,
    readAcknowledgement: definition.readAcknowledgement,
    readJoin: definition.readJoin,
    confirms: definition.confirms,
    answers: definition.answers,
    greeting: always.length > 0 ? GREETING : undefined,
    auth: async ({ renew }) => {
      const token = await tokens.get({ reason: renew ? 'refused' : 'connect', unlike: renew ? tokens.peek() : null })
      return toAuth?.(token, options) ?? { token }
    },
  })
  const request = createBearerFetch({
    baseUrl: url.replace(/^ws/, 'http').replace(/\/+$/, '') + apiPath,
    tokens,
    fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
  })
  const send: Transport['send'] = (frame, sendOptions) => transport.send(frame, sendOptions)
  const follow = createFollower(transport)
  const gateway = definition.gateway?.({ options, request, send, getUserId: tokens.getUserId, follow }) ?? {}
  return {
    tokens,
    transport,
    dialect: {
      decode: (frame) => {
        const userId = tokens.getUserId()
        const decoded = frame === GREETING ? [toSession(userId)] : decode(frame, { userId })
        const events = decoded.map((event) => withAbilities(event, always, isUsable))
        seen.note(events)
        return announcesConversations ? events : [...events, ...toReports(events)]
      },
      encode: (command: Command) => encode(command),
    },
    gateway: completeGateway(name, gateway, seen),
    capabilities,
    setCapabilities: (announced) => capabilities.set(new Set([...always, ...announced.filter(isUsable)])),
    preload: () => transport.preload(),
  }
}

function createFollower(transport: Transport): GatewayContext<unknown>['follow'] {
  let followed: ReadonlySet<ConversationId> = new Set()
  return (ids) => {
    const next = new Set(ids)
    for (const id of next) if (!followed.has(id)) transport.subscribe(id)
    for (const id of followed) if (!next.has(id)) transport.unsubscribe(id)
    followed = next
  }
}

/** Known by itself and not by its name, which a server could say too. */
const GREETING: Frame = { name: 'greeting', payload: null }

function toSession(userId: string | null): DomainEvent {
  return {
    type: 'session.started',
    userId,
    userName: null,
    serverTime: null,
    tokenExpiresAt: null,
    capabilities: [],
  }
}

function withAbilities(
  event: DomainEvent,
  always: readonly Capability[],
  isUsable: (capability: Capability) => boolean,
): DomainEvent {
  if (event.type !== 'session.started') return event
  return { ...event, capabilities: [...new Set([...always, ...event.capabilities.filter(isUsable)])] }
}

/** A message changes its conversation, and here no event says how: named with nothing else, it is asked for. */
function toReports(events: readonly DomainEvent[]): readonly DomainEvent[] {
  const ids = new Set(
    events.flatMap((event) => (event.type === 'message.received' ? [event.message.conversationId] : [])),
  )
  return [...ids].map((id) => ({ type: 'conversation.changed', patch: { id } }))
}

/** Everything that makes it another place, or another person's view of it. */
function toKey(name: string, { url, path, apiPath, workspaceId, userId, tokenEndpoint }: SocketBackendOptions): string {
  return JSON.stringify([name, ...[url, path, apiPath, workspaceId, userId, tokenEndpoint].map((part) => part ?? null)])
}

/** Creating a backend opens nothing: its gateway's methods are only counted. */
function toIdleContext<Options>(name: string, options: Options): GatewayContext<Options> {
  const refuse = async () => {
    throw new ConversationError('disconnected', `unable to ask ${name}; it has not been started.`)
  }
  return { options, request: refuse, send: refuse, getUserId: () => null, follow: () => {} }
}
