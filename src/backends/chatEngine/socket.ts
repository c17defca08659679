import { createChatEngineJwt, type TokenSource } from '../../auth/chatEngineJwt.ts'
import { readTokenClaims } from '../../auth/tokenExpiry.ts'
import { WebSocketClient } from '../../transports/webSocketClient.ts'
import { encode } from './encode.ts'
import type { ChatEngineOptions } from './options.ts'
import { readAcknowledgement } from './readAcknowledgement.ts'
import type { ChatEngineEvents } from './schema.ts'

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
    readAcknowledgement,
    auth: async ({ renew }) => {
      const token = await tokens.get({ reason: renew ? 'refused' : 'connect', unlike: renew ? tokens.peek() : null })
      return { token, workspaceId: options.workspaceId ?? readTokenClaims(token).workspaceId }
    },
  })
}
