import { buildMessage } from '../builders.ts'
import { clear, getLatest, later, shift, store, type Scenario } from './scenario.ts'

const HOUR_MS = 3_600_000

export const windowClosing: Scenario = {
  description: 'The customer wrote 23 hours ago: an hour is left in which WhatsApp takes anything but a template.',
  arrange: (fake) => {
    const conversation = getLatest(fake)
    const { id: conversationId } = conversation
    const lastInboundAt = shift(new Date().toISOString(), -23 * HOUR_MS)
    const answered = 'Vou verificar e já volto.'
    const answeredAt = [shift(lastInboundAt, HOUR_MS), conversation.lastMessageAt ?? ''].toSorted().at(-1) ?? ''
    clear(fake, conversationId)
    store(fake, [
      buildMessage({ id: 'asked', conversationId, text: 'Vocês têm em azul?', createdAt: lastInboundAt }),
      buildMessage({
        id: 'answered',
        conversationId,
        text: answered,
        direction: 'outbound',
        createdAt: answeredAt,
      }),
    ])
    fake.conversations.set(conversationId, {
      ...conversation,
      lastInboundAt,
      lastMessageAt: answeredAt,
      lastMessagePreview: answered,
    })
  },
}

/** Typing is taken back after six seconds; who goes on says so again. */
const STILL_TYPING_MS = 2_000

export const collision: Scenario = {
  description: 'A colleague has the same conversation open and is writing in it. Look before you answer twice.',
  act: (fake) => {
    const { id } = getLatest(fake)
    const ana = { userId: 'ana', userName: 'Ana Lima', status: 'online', viewing: id, lastSeenAt: null } as const
    const participant = { type: 'user', id: ana.userId, name: ana.userName } as const
    const write = () =>
      fake.announce(
        { type: 'presence.changed', presence: ana },
        { type: 'typing.changed', conversationId: id, participant, isTyping: true },
      )
    write()
    const timer = setInterval(write, STILL_TYPING_MS)
    return () => clearInterval(timer)
  },
}

const BURST = 1_000
const EACH = 20
const EVERY_MS = 20

export const burst: Scenario = {
  description: 'A thousand messages within a second. Every one is shown, and no key of a person who is typing is lost.',
  act: (fake) => {
    const { id: conversationId } = getLatest(fake)
    const from = later(fake, conversationId)
    let count = 0
    const timer = setInterval(() => {
      for (let each = 0; each < EACH; each += 1) {
        count += 1
        fake.write(
          buildMessage({
            id: `burst-${BURST + count}`,
            conversationId,
            text: `Burst ${count}`,
            createdAt: shift(from, count),
          }),
        )
      }
      if (count >= BURST) clearInterval(timer)
    }, EVERY_MS)
    return () => clearInterval(timer)
  },
}
