import { ConversationError } from '../../domain/errors.ts'
import { buildMessage } from '../builders.ts'
import { clear, getLatest, later, shift, store, type Scenario } from './scenario.ts'

/** What stands on screen before there is anything, or when there is nothing. */
export const firstLoad: Scenario = {
  description: 'The page has just been opened and nothing is there yet. Rows in outline, after 150 ms.',
  arrange: (fake) => fake.setDelay('listConversations', Infinity),
}

export const empty: Scenario = {
  description: 'No customer has written yet. It says what will appear here, and how.',
  arrange: (fake) => {
    fake.conversations.clear()
    fake.messages.clear()
  },
}

export const loadingFailed: Scenario = {
  description: 'The conversations could not be loaded. “Try again” asks once more.',
  arrange: (fake) => fake.failNext('listConversations', new ConversationError('forbidden', 'the server answered 403')),
}

export const historyLoading: Scenario = {
  description: 'A conversation is open and its messages are on their way. An answer can be written meanwhile.',
  arrange: (fake) => fake.setDelay('listMessages', Infinity),
}

const MANY = 10_000

export const tenThousandMessages: Scenario = {
  description: 'A conversation of years. It opens at the newest message at once; older ones come as one scrolls up.',
  arrange: (fake) => {
    const { id: conversationId } = getLatest(fake)
    clear(fake, conversationId)
    const now = later(fake, conversationId)
    const history = Array.from({ length: MANY }, (_, position) =>
      buildMessage({
        id: `history-${MANY + position}`,
        conversationId,
        text: `Line ${position + 1}`,
        direction: position % 3 === 0 ? 'outbound' : 'inbound',
        createdAt: shift(now, (position - MANY) * 60_000),
      }),
    )
    store(fake, history)
  },
}
