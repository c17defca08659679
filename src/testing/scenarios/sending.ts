import { ConversationError } from '../../domain/errors.ts'
import { buildMessage } from '../builders.ts'
import { getLatest, later, store, type Scenario } from './scenario.ts'

export const slowAcknowledgement: Scenario = {
  description:
    'The server takes eight seconds to take a message. It is on screen at once, with a clock; more can be written.',
  arrange: (fake) => fake.setDelay('sendMessage', 8_000),
}

export const failedSends: Scenario = {
  description:
    'One message was not delivered by WhatsApp: it can be sent again. The next one is refused by the server and never leaves this computer: it can be sent again or discarded.',
  arrange: (fake) => {
    fake.failNext('sendMessage', new ConversationError('invalid_payload', 'the server refused it'))
    const { id: conversationId } = getLatest(fake)
    const refused = buildMessage({
      id: 'refused',
      conversationId,
      direction: 'outbound',
      text: 'Seu boleto vence amanhã.',
      status: 'failed',
      error: { code: '131026', message: 'the number is not on WhatsApp', origin: 'provider' },
      createdAt: later(fake, conversationId),
    })
    store(fake, [refused])
  },
}

const ON_ITS_WAY_MS = 1_000
const LOOK_EVERY_MS = 50

export const interruptedSend: Scenario = {
  description:
    'Everything breaks off while a message is on its way: the server has it, and nobody hears so. It keeps its place, is sent again once the server can be reached, and is there once.',
  arrange: (fake) => {
    fake.setDelay('sendMessage', ON_ITS_WAY_MS)
    fake.failNext('sendMessage', new ConversationError('network_error', 'no answer'), { after: true })
  },
  act: (fake) => {
    const timer = setInterval(() => {
      if (!fake.calls.some(({ method }) => method === 'sendMessage')) return
      clearInterval(timer)
      fake.setReachable(false)
      fake.drop()
      fake.setDelay('sendMessage', 0)
    }, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  },
}
