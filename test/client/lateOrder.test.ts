import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { compareMessages } from '../../src/domain/message.ts'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import { later, expectInOrder, toRuns } from '../helpers/chaos.ts'
import { createLateClient } from '../helpers/lateClient.ts'

const IDS = ['conversation-1', 'conversation-2'] as const
const LISTED = ['listMessages', 'listConversations'] as const
const DEEDS = [
  ...(['send', 'send', 'discard', 'write', 'write', 'watch', 'open', 'list', 'announce', 'read', 'change'] as const),
  ...(['undo', 'mount', 'unmount', 'reconnect', 'arrive', 'drop', 'restore', 'slow', 'quick', 'wait', 'wait'] as const),
]
const step = fc.record({
  deed: fc.constantFrom(...DEEDS),
  id: fc.constantFrom(...IDS),
  /** Which of those that are there. */
  pick: fc.nat(999),
  waitMs: fc.constantFrom(0, 20, 150, 1_000, 16_000),
})

interface Typed {
  readonly clientId: string
  readonly id: string
  readonly text: string
}

it('loses, doubles and swaps nothing, whenever its code comes and whatever was asked for before', async () => {
  const steps = fc.array(step, { maxLength: 25 })
  const property = fc.asyncProperty(steps, fc.nat(4), async (deeds, failures) => {
    const { client, fake, fail, arrive, wait } = createLateClient()
    try {
      for (const id of IDS) fake.conversations.set(id, buildConversation({ id, unreadCount: 2 }))
      fail(failures)
      const typed: Typed[] = []
      const undos: { readonly watched: string | null; readonly undo: () => void }[] = []
      const mounts = [client.mount()]
      let wrote = new Date().toISOString()
      const deed = {
        send: (id: string) => {
          const text = `answer ${typed.length} ${wrote}`
          const { message } = client.sendMessage({ conversationId: id, text })
          typed.push({ clientId: message.id, id, text })
        },
        discard: (_: string, pick: number) => {
          const index = pick % typed.length
          const { clientId = '' } = typed[index] ?? {}
          expect(() => {
            client.discardMessage(clientId)
            typed.splice(index, 1)
            throw new Error('it is gone')
          }).toThrow(/it is gone|is being sent, or has been/)
        },
        write: (id: string) => {
          wrote = later(wrote)
          fake.write(buildMessage({ id: `question ${wrote}`, conversationId: id, text: wrote, createdAt: wrote }))
        },
        watch: (id: string) => undos.push({ watched: id, undo: client.watch(id) }),
        open: (id: string) => undos.push({ watched: id, undo: client.watchMessages(id).close }),
        list: () => undos.push({ watched: null, undo: client.watchConversations().close }),
        announce: (id: string) => undos.push({ watched: null, undo: client.announcePresence(id) }),
        read: (id: string) => void client.markRead(id).catch(() => {}),
        change: (id: string) => void client.updateConversation(id, { priority: 'high' }).catch(() => {}),
        undo: (_: string, pick: number) => undos.splice(pick % undos.length, 1)[0]?.undo(),
        mount: () => mounts.push(client.mount()),
        unmount: () => mounts.pop()?.(),
        reconnect: client.reconnect,
        arrive: async () => {
          fail(0)
          await arrive(0)
        },
        drop: () => fake.drop(),
        restore: fake.restore,
        slow: () => LISTED.forEach((method) => fake.setDelay(method, 400)),
        quick: () => LISTED.forEach((method) => fake.setDelay(method, 0)),
        wait: () => {},
      }
      for (const { deed: name, id, pick, waitMs } of deeds) {
        await deed[name](id, pick)
        if (name === 'wait') await wait(waitMs)
      }
      deed.quick()
      deed.restore()
      if (mounts.length === 0) deed.mount()
      const threads = IDS.map((id) => client.watchMessages(id))
      const inbox = client.watchConversations()
      fail(0)
      await arrive(1_000)
      deed.reconnect()
      await wait(60_000)
      expect(client.connection.get().status).toBe('connected')
      for (const [index, id] of IDS.entries()) {
        const stored = [...fake.messages.values()].filter(({ conversationId }) => conversationId === id)
        const shown = threads[index]?.get().messages ?? []
        expectInOrder(shown)
        expect(shown.map((message) => message.id)).toEqual(
          stored.toSorted(compareMessages).map((message) => message.id),
        )
        const sent = stored.flatMap(({ direction, text }) => (direction === 'outbound' ? [text] : []))
        expect(sent).toEqual(typed.flatMap((each) => (each.id === id ? [each.text] : [])))
      }
      expect(inbox.get().conversations).toEqual(
        expect.arrayContaining([...fake.conversations.values()].map(({ id }) => expect.objectContaining({ id }))),
      )
      for (const { close } of [...threads, inbox]) close()
      await wait(1_000)
      for (const id of IDS) expect(fake.transport.isJoined(id)).toBe(undos.some(({ watched }) => watched === id))
      for (const { undo } of undos) undo()
      for (const unmount of mounts) unmount()
      await wait(300_000)
      expect([client.connection.get().status, vi.getTimerCount()]).toEqual(['idle', 0])
    } finally {
      vi.useRealTimers()
    }
  })
  await fc.assert(property, { numRuns: toRuns(150) })
}, 120_000)
