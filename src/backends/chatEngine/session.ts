import { createChatEngineJwt } from '../../auth/chatEngineJwt.ts'
import type { Capability } from '../../domain/capability.ts'
import { createStore } from '../../lib/store.ts'
import type { BackendSession } from '../backend.ts'
import { decode } from './decode.ts'
import { encode } from './encode.ts'
import { createGateway } from './gateway.ts'
import type { ChatEngineOptions } from './options.ts'
import { createChatEngineSocket } from './socket.ts'

/** ChatEngine at work. Opens nothing. */
export function startSession(options: ChatEngineOptions & { readonly url: string }): BackendSession {
  const { url, apiPath = '/api/chat', fetch: fetchOption } = options
  const tokens = createChatEngineJwt(options)
  const capabilities = createStore<ReadonlySet<Capability>>(new Set())
  const transport = createChatEngineSocket({ ...options, tokens })
  return {
    tokens,
    transport,
    dialect: {
      decode: (frame) => decode(frame, tokens.getUserId()),
      encode,
      // Receipts, too.
      canWait: ({ name }) => name.startsWith('message') || name === 'conversation',
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
}
