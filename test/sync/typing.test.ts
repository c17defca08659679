import { beforeEach, afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { DomainEvent } from '../../src/domain/events.ts'
import { buildMessage } from '../../src/testing/builders.ts'
import { createTypingNotifier } from '../../src/sync/typingNotifier.ts'
import { createTypingRegistry } from '../../src/sync/typingRegistry.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const typing = (id: string, isTyping = true, type: 'user' | 'contact' = 'user'): DomainEvent => ({
  type: 'typing.changed',
  conversationId: 'c1',
  participant: { type, id, name: null },
  isTyping,
})

describe('who is writing', () => {
  const open = () => {
    const registry = createTypingRegistry()
    const store = registry.watch('c1')
    return { registry, store, ids: () => store.get().map(({ id }) => id) }
  }

  it('is listed until they stop', () => {
    const { registry, ids } = open()
    registry.handle(typing('a'))
    registry.handle(typing('b'))
    registry.handle(typing('a'))
    expect(ids()).toEqual(['a', 'b'])
    registry.handle(typing('a', false))
    expect(ids()).toEqual(['b'])
  })

  it('is forgotten when no word comes any more: no stop is sent when a connection drops', () => {
    const { registry, ids } = open()
    registry.handle(typing('a'))
    vi.advanceTimersByTime(4_000)
    registry.handle(typing('a'))
    vi.advanceTimersByTime(4_000)
    expect(ids()).toEqual(['a'])
    vi.advanceTimersByTime(4_000)
    expect(ids()).toEqual([])
  })

  it('is not writing any more once the message is there', () => {
    const { registry, ids } = open()
    registry.handle(typing('5511988887777', true, 'contact'))
    registry.handle(typing('user-1'))
    registry.handle({ type: 'message.received', message: buildMessage({ conversationId: 'c1' }) })
    expect(ids()).toEqual(['user-1'])
  })

  it('is the same empty list while nobody is, and leaves no timer', () => {
    const { registry, store } = open()
    const before = store.get()
    registry.handle(typing('a'))
    registry.stop()
    expect(store.get()).toBe(before)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('leaves nothing behind of all the conversations in which somebody was, once', () => {
    const written = vi.spyOn(Map.prototype, 'set')
    onTestFinished(() => written.mockRestore())
    const { registry } = open()
    for (let count = 0; count < 100; count += 1) {
      registry.handle({
        type: 'typing.changed',
        conversationId: `c${count}`,
        participant: { type: 'contact', id: `p${count}`, name: null },
        isTyping: true,
      })
    }
    vi.advanceTimersByTime(10_000)
    const sizes = new Set(written.mock.contexts.map((map) => (map as Map<unknown, unknown>).size))
    expect([...sizes]).toEqual([0])
  })
})

describe('saying that one is writing', () => {
  it('takes a few words for many keys, and one for the pause', () => {
    const sent: boolean[] = []
    const notifier = createTypingNotifier((_, isTyping) => sent.push(isTyping))
    for (let key = 0; key < 70; key += 1) {
      notifier.notify('c1', true)
      vi.advanceTimersByTime(100)
    }
    expect(sent).toEqual([true, true, true])
    vi.advanceTimersByTime(5_000)
    expect(sent).toEqual([true, true, true, false])
    notifier.notify('c1', false)
    expect(sent).toHaveLength(4)
  })

  it('stops with the composer, and leaves no timer', () => {
    const sent: [string, boolean][] = []
    const notifier = createTypingNotifier((id, isTyping) => sent.push([id, isTyping]))
    notifier.notify('c1', true)
    notifier.notify('c2', true)
    notifier.stop()
    expect(sent).toEqual([
      ['c1', true],
      ['c2', true],
      ['c1', false],
      ['c2', false],
    ])
    expect(vi.getTimerCount()).toBe(0)
  })
})
