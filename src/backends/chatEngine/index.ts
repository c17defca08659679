import { type ChatEngineJwtOptions, createChatEngineJwt, type TokenSource } from '../../auth/chatEngineJwt.ts'
import { readTokenClaims } from '../../auth/tokenExpiry.ts'
import { refuseSecrets } from '../../auth/refuseSecrets.ts'
import type { Capability } from '../../domain/capability.ts'
import { ConversationError } from '../../domain/errors.ts'
import { createStore } from '../../lib/store.ts'
import { WebSocketClient } from '../../transports/webSocketClient.ts'
import type { Backend } from '../backend.ts'
import { isConfigured, isSocketUrl } from '../socketUrl.ts'
import { encode } from './encode.ts'
import { createGateway } from './gateway.ts'
import type * as Frames from './frames.ts'
import type { ChatEngineEvents } from './schema.ts'

export interface ChatEngineOptions extends ChatEngineJwtOptions {
  /**
   * ChatEngine's origin, e.g. `import.meta.env.VITE_CHATENGINE_BASE_URL`. Absent or empty: ChatEngine is disabled in this
   * environment and nothing is ever connected.
   */
  readonly url?: string | undefined
  /**
   * Who is signed in, where several users may follow each other on one page without a reload: another one starts anew.
   * Default: whoever the token is of.
   */
  readonly userId?: string | undefined
  /** Where Socket.IO is mounted. Default `/api/ws`. */
  readonly path?: string | undefined
  /** Where the HTTP API is mounted. Default `/api/chat`. */
  readonly apiPath?: string | undefined
}

let frames: typeof Frames | null = null

/**
 * The ChatEngine backend: Socket.IO for what happens, HTTP for what has happened. What listens is loaded late, with the
 * first connection; requests, and so polling, need nothing more.
 *
 * @throws {@link ConversationError} `signing_secret` or `invalid_option`, naming the option.
 * @example
 * const client = createConversationClient({
 *   backends: [chatEngine({ url: 'https://chat.example.com', workspaceId: 'w1', tokenEndpoint: '/api/chatengine-token' })],
 * })
 */
export function chatEngine(options: ChatEngineOptions): Backend {
  refuseSecrets(options)
  const { url, apiPath = '/api/chat', fetch: fetchOption } = options
  const isEnabled = isConfigured(url, 'ChatEngine')
  return {
    name: 'chatEngine',
    kind: 'socket',
    key: toKey(options),
    isEnabled,
    start: () => {
      if (url === undefined || !isEnabled) {
        throw new ConversationError('disabled', 'unable to start ChatEngine; it has no url in this environment.')
      }
      const tokens = createChatEngineJwt(options)
      const capabilities = createStore<ReadonlySet<Capability>>(new Set())
      const transport = createChatEngineSocket({ ...options, url, tokens })
      return {
        tokens,
        transport,
        dialect: {
          // Frames come from the transport alone, which was loaded with what reads them.
          decode: (frame) => frames?.decode(frame, tokens.getUserId()) ?? [],
          encode,
          // Receipts, too.
          canWait: ({ name }) => /^(message|conversation)/.test(name),
        },
        gateway: createGateway({
          url,
          apiPath,
          tokens,
          fetch: fetchOption ?? globalThis.fetch.bind(globalThis),
          hasCapability: (capability) => capabilities.get().has(capability),
        }),
        capabilities,
        setCapabilities: (next) => capabilities.set(new Set(next)),
        preload: () => transport.preload(),
      }
    },
  }
}

/** Everything that makes it another place, or another person's view of it. */
function toKey({ url, path, apiPath, workspaceId, userId, tokenEndpoint }: ChatEngineOptions): string {
  return JSON.stringify([
    'chatEngine',
    ...[url, path, apiPath, workspaceId, userId, tokenEndpoint].map((part) => part ?? null),
  ])
}

/**
 * Creates a {@link WebSocketClient} that speaks ChatEngine, for code that wants the socket and nothing else.
 *
 * @example
 * const socket = createChatEngineSocket({ url: 'https://chat.example.com', workspaceId: 'w1', tokenEndpoint: '/api/token' })
 * socket.connect()
 */
export function createChatEngineSocket(
  options: ChatEngineOptions & { readonly url: string; readonly tokens?: TokenSource },
): WebSocketClient<ChatEngineEvents> {
  const tokens = options.tokens ?? createChatEngineJwt(options)
  return new WebSocketClient({
    url: options.url,
    path: options.path,
    encode,
    prepare: async () => {
      frames = await import('./frames.ts')
    },
    readAcknowledgement: (answer) => frames?.readAcknowledgement(answer) ?? null,
    auth: async ({ renew }) => {
      const token = await tokens.get({ reason: renew ? 'refused' : 'connect', unlike: renew ? tokens.peek() : null })
      return { token, workspaceId: options.workspaceId ?? readTokenClaims(token).workspaceId }
    },
  })
}

/**
 * Tells whether ChatEngine is configured in this environment: `url` is an http(s) or ws(s) address.
 *
 * @example
 * isWebSocketEnabled(import.meta.env.VITE_CHATENGINE_BASE_URL)
 */
export function isWebSocketEnabled(url: string | undefined | null): boolean {
  return isSocketUrl(url)
}
