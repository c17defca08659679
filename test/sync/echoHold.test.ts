import { describe, expect, it } from 'vitest'
import type { DomainEvent } from '../../src/domain/events.ts'
import { buildMessage } from '../../src/testing/builders.ts'
import { openThread, type OpenThreadOptions } from '../helpers/openThread.ts'

const conversationId = 'conversation-1'

/** A base server that echoes without client ids, and how many rows were ever on screen. */
async function open(options: Pick<OpenThreadOptions, 'fill'> = {}) {
  const opened = await openThread({ ...options, capabilities: [] })
  const { fake, thread } = opened
  const counts: number[] = []
  thread.subscribe(() => counts.push(thread.get().messages.length))
  return {
    ...opened,
    mostRows: () => Math.max(...counts),
    echo: (toStored = (text: string) => text) => {
      for (const message of fake.messages.values()) {
        const stored = { ...message, clientId: null, text: toStored(message.text ?? '') }
        fake.announce({ type: 'message.received', message: stored })
      }
    },
  }
}

const toSession = (userId: string): DomainEvent => ({
  type: 'session.started',
  userId,
  userName: null,
  serverTime: null,
  tokenExpiresAt: null,
  capabilities: [],
})

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

  it.each(['hello ', ' hello\n', 'cafe\u0301', 'first\r\nsecond'])(
    'is known for the echo of %j as servers write it: trimmed, with accents and line ends of their own',
    async (text) => {
      const { fake, client, wait, mostRows, echo } = await open()
      const answer = fake.holdNext('sendMessage')
      const { settled } = client.sendMessage({ conversationId, text })
      await wait(10)
      echo((sent) => sent.trim().normalize('NFC').replaceAll('\r\n', '\n'))
      await wait(10)
      answer()
      await settled
      await wait(50)
      expect(mostRows()).toBe(1)
    },
  )

  it('is held back where it was fetched instead, and what is older and has the same words is not', async () => {
    const known = buildMessage({ id: 'known', createdAt: '2026-01-02T00:00:00.000Z' })
    const missed = buildMessage({
      id: 'missed',
      direction: 'outbound',
      text: 'Echo',
      createdAt: '2026-01-01T00:00:00.000Z',
    })
    const { fake, client, wait, ids, mostRows } = await open({ fill: ({ write }) => write(known) })
    const answer = fake.holdNext('sendMessage')
    const { message, settled } = client.sendMessage({ conversationId, text: 'Echo' })
    await wait(10)
    for (const stored of fake.messages.values()) fake.messages.set(stored.id, { ...stored, clientId: null })
    fake.messages.set(missed.id, missed)
    fake.announce({ type: 'frame.rejected', name: 'message', reason: 'id: missing', isKnown: true })
    await wait(500)
    expect(ids()).toEqual(['missed', 'known', message.id])
    answer()
    const { id } = await settled
    await wait(50)
    expect(ids()).toEqual(['missed', 'known', id])
    expect(mostRows()).toBe(3)
  })

  it('of another user is not let go into the next one’s conversation', async () => {
    const { fake, client, wait, ids, thread, echo } = await open()
    fake.announce(toSession('user-1'))
    const answer = fake.holdNext('sendMessage')
    const { settled } = client.sendMessage({ conversationId, text: 'Mine' })
    const outcome = expect(settled).rejects.toThrow()
    await wait(10)
    echo()
    fake.messages.clear()
    const shown = new Set<string>()
    fake.announce(toSession('user-2'))
    thread.subscribe(() => ids().forEach((id) => shown.add(id)))
    await wait(50)
    answer()
    await wait(3_000)
    await outcome
    expect([...shown]).toEqual([])
  })
})
