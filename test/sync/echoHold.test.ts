import { describe, expect, it } from 'vitest'
import { openThread } from '../helpers/openThread.ts'

const conversationId = 'conversation-1'

/** A base server that echoes without client ids, and how many rows were ever on screen. */
async function open() {
  const opened = await openThread({ capabilities: [] })
  const { fake, thread } = opened
  const counts: number[] = []
  thread.subscribe(() => counts.push(thread.get().messages.length))
  return {
    ...opened,
    mostRows: () => Math.max(...counts),
    echo: () => {
      for (const message of fake.messages.values())
        fake.announce({ type: 'message.received', message: { ...message, clientId: null } })
    },
  }
}

describe('an echo without a client id', () => {
  it('is held back until the answer: no second bubble, not for a moment', async () => {
    const { fake, client, wait, thread, mostRows, echo } = await open()
    const answer = fake.holdNext('sendMessage')
    const { settled } = client.sendMessage({ conversationId, text: 'Echo' })
    await wait(10)
    echo()
    answer()
    await settled
    await wait(50)
    expect(mostRows()).toBe(1)
    expect(thread.get().messages).toHaveLength(1)
  })

  it('is held back for a time of its own, whatever was held back before it', async () => {
    const { fake, client, wait, mostRows, echo } = await open()
    for (const [text, answersAfterMs] of [
      ['first', 500],
      ['second', 600],
    ] as const) {
      const answer = fake.holdNext('sendMessage')
      const { settled } = client.sendMessage({ conversationId, text })
      await wait(10)
      echo()
      await wait(answersAfterMs)
      answer()
      await settled
      // The first one's patience would end while the second is held back.
      await wait(1_200)
    }
    expect(mostRows()).toBe(2)
  })
})
