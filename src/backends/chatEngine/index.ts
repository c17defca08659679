import { checkTokenOptions } from '../../auth/checkTokenOptions.ts'
import { refuseSecrets } from '../../auth/refuseSecrets.ts'
import { createLate } from '../../lib/late.ts'
import { socketCode } from '../../transports/socketCode.ts'
import type { Backend } from '../backend.ts'
import { isConfigured, isSocketUrl } from '../socketUrl.ts'
import { startLate } from '../startLate.ts'
import type { ChatEngineOptions } from './options.ts'

/** Everything but who it is: asking, listening and speaking. */
export const chatEngineCode = createLate(() => {
  // On its way at the same time: the first connection will want it.
  socketCode.load().catch(() => {})
  return import('./session.ts')
})

/**
 * The ChatEngine backend: Socket.IO for what happens, HTTP for what has happened. What does the work is loaded late.
 *
 * @throws {@link ConversationError} `signing_secret` or `invalid_option`, naming the option.
 * @example
 * const client = createConversationClient({
 *   backends: [chatEngine({ url: 'https://chat.example.com', workspaceId: 'w1', tokenEndpoint: '/api/chatengine-token' })],
 * })
 */
export function chatEngine(options: ChatEngineOptions): Backend {
  refuseSecrets(options)
  const { url } = options
  const isEnabled = isConfigured(url, 'ChatEngine')
  if (isEnabled) checkTokenOptions(options)
  return {
    name: 'chatEngine',
    kind: 'socket',
    key: toKey(options),
    isEnabled,
    code: chatEngineCode,
    start: () => startLate('ChatEngine', isEnabled, chatEngineCode).startSession({ ...options, url: url ?? '' }),
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
 * Tells whether ChatEngine is configured in this environment: `url` is an http(s) or ws(s) address.
 *
 * @example
 * isWebSocketEnabled(import.meta.env.VITE_CHATENGINE_BASE_URL)
 */
export function isWebSocketEnabled(url: string | undefined | null): boolean {
  return isSocketUrl(url)
}
