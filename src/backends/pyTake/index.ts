import type { Backend } from '../backend.ts'
import { defineBackend, type SocketBackendOptions } from '../defineBackend.ts'
import { events } from './decode.ts'
import { commands, readJoin } from './encode.ts'
import { createGateway } from './gateway.ts'
import { toUuid } from './toUuid.ts'

/** As for ChatEngine, but `path` is `/socket.io` (older servers: `/socket.io/socket.io`) and `apiPath` `/api/v1`. */
export type PyTakeOptions = SocketBackendOptions

const define = /* @__PURE__ */ defineBackend({
  name: 'pyTake',
  path: '/socket.io',
  apiPath: '/api/v1',
  events,
  commands,
  readJoin,
  confirms: 'always',
  answers: { ping: 'pong' },
  gateway: createGateway,
  toConversationId: toUuid,
})

/**
 * The PyTake backend: python-socketio for what happens, FastAPI for what has happened. Its wire knows no way to mark as read
 * or to change a conversation; put a Supabase behind it for those.
 *
 * @throws {@link ConversationError} `signing_secret` or `invalid_option`, naming the option.
 * @example
 * const client = createConversationClient({ backends: [pyTake({ url: 'https://chat.example.com', getToken })] })
 */
export function pyTake(options: PyTakeOptions): Backend {
  return define(options)
}
