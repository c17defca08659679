import { defineBackend } from '../../src/core.ts'
import { Said, toMessage } from './exampleBackend.ts'

/** The same server with nothing but its socket: it works with what it has, and says what it has not. */
export const exampleSocketBackend = defineBackend({
  name: 'example socket',
  events: { said: { schema: Said, toEvents: (said) => ({ type: 'message.received', message: toMessage(said) }) } },
  commands: { subscribe: ({ conversationId }) => ({ name: 'watch', payload: conversationId }) },
})
