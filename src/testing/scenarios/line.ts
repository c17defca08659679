import { ConversationError } from '../../domain/errors.ts'
import { buildMessage } from '../builders.ts'
import { getLatest, later, shift, store, type Scenario } from './scenario.ts'

export const offline: Scenario = {
  description:
    'Nothing can be reached: no live line, and no request gets through. What is written is kept, and sent when something can be reached.',
  polling: { intervalMs: 1_000 },
  act: (fake) => {
    fake.setReachable(false)
    fake.drop()
  },
}

export const reconnecting: Scenario = {
  description:
    'The live line has dropped and is tried again and again. Requests get through: what is written leaves at once; news waits for the line.',
  act: (fake) => fake.drop(),
}

export const onSupabase: Scenario = {
  description: 'The server’s line is down and Supabase carries the messages. Everything works.',
  hasSupabase: true,
  act: (fake) => fake.drop(),
}

export const polling: Scenario = {
  description:
    'No line is up, but requests get through: news is asked for every few seconds. Everything works, a little later.',
  polling: { intervalMs: 1_000 },
  act: (fake) => fake.drop(),
}

export const catchingUp: Scenario = {
  description:
    'The line is back, and what was missed is being fetched. Everything works; what is on screen may be old.',
  act: (fake) => {
    fake.setDelay('listConversationChanges', Infinity)
    fake.setDelay('listMessageChanges', Infinity)
    fake.drop()
    fake.restore()
  },
}

/** More than twenty pages of fifty: no gap is filled beyond that. */
const TOO_MANY = 1_200

export const gapTooLarge: Scenario = {
  description:
    'More was missed than is filled page by page. The conversation starts anew at its newest messages; older ones come as one scrolls up.',
  act: (fake) => {
    fake.drop()
    const { id: conversationId } = getLatest(fake)
    const from = later(fake, conversationId)
    const missed = Array.from({ length: TOO_MANY }, (_, position) => {
      const at = shift(from, position)
      return buildMessage({
        id: `missed-${TOO_MANY + position}`,
        conversationId,
        text: `Missed ${position + 1}`,
        createdAt: at,
      })
    })
    store(fake, missed)
    fake.restore()
  },
}

export const mayNotFollow: Scenario = {
  description:
    'The server has taken the conversation away from this agent. What was there stays, with a word that more may be missing.',
  act: (fake) => {
    fake.transport.setRoom(getLatest(fake).id, new ConversationError('forbidden', 'not this user'))
    fake.drop()
    fake.restore()
  },
}

export const tokenExpired: Scenario = {
  description:
    'The token has run out and is renewed, without a word to the agent. Nothing is lost and nothing is seen.',
  act: (fake) => fake.expireToken(),
}

export const unauthorized: Scenario = {
  description: 'The session has ended: the token was refused, and so was a new one. The agent has to sign in again.',
  act: (fake) => fake.signOut(),
}
