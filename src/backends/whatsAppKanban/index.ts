import type { Backend } from '../backend.ts'
import { defineBackend } from '../defineBackend.ts'
import { events } from './decode.ts'
import { commands, readJoin } from './encode.ts'
import { createGateway } from './gateway.ts'
import type { WhatsAppKanbanOptions } from './options.ts'

const define = /* @__PURE__ */ defineBackend({
  name: 'whatsAppKanban',
  path: '/socket.io',
  apiPath: '/api',
  events,
  commands,
  readJoin,
  confirms: 'maybe',
  gateway: createGateway,
})

/**
 * The WhatsApp Kanban backend. Its wire knows no way to mark as read or to change a conversation; put a Supabase behind it
 * for those.
 *
 * @throws {@link ConversationError} `signing_secret` or `invalid_option`, naming the option.
 * @example
 * const client = createConversationClient({ backends: [whatsAppKanban({ url: 'https://board.example.com', getToken })] })
 */
export function whatsAppKanban(options: WhatsAppKanbanOptions): Backend {
  return define(options)
}
