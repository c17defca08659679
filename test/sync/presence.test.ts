import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DomainEvent } from '../../src/domain/events.ts'
import type { Presence } from '../../src/domain/presence.ts'
import { createPresenceAnnouncer } from '../../src/sync/presenceAnnouncer.ts'
import { createPresenceRegistry } from '../../src/sync/presenceRegistry.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const presence = (userId: string, over: Partial<Presence> = {}): Presence => ({
  userId,
  userName: userId.toUpperCase(),
  status: 'online',
  viewing: null,
  lastSeenAt: null,
  ...over,
})
const changed = (...input: Parameters<typeof presence>): DomainEvent => ({
  type: 'presence.changed',
  presence: presence(...input),
})

describe('who is there', () => {
  const open = () => {
    const registry = createPresenceRegistry((id) => id === 'me')
    return {
      registry,
      ids: (id: string | null = null) =>
        registry
          .watch(id)
          .get()
          .map(({ userId }) => userId),
    }
  }

  it('is everybody but this user, by name, until they leave', () => {
    const { registry, ids } = open()
    for (const id of ['b', 'a', 'me']) registry.handle(changed(id))
    expect(ids()).toEqual(['a', 'b'])
    registry.handle(changed('a', { status: 'offline' }))
    expect(ids()).toEqual(['b'])
  })

  it('tells of one conversation only those who look at it, and wakes only who is concerned', () => {
    const { registry, ids } = open()
    const store = registry.watch('c1')
    const heard = vi.fn<() => void>()
    store.subscribe(heard)
    registry.handle(changed('a', { viewing: 'c2' }))
    expect(heard).not.toHaveBeenCalled()
    registry.handle(changed('b', { viewing: 'c1' }))
    expect(ids('c1')).toEqual(['b'])
    expect(heard).toHaveBeenCalledTimes(1)
    expect(store.get()).toBe(store.get())
    registry.handle(changed('b'))
    expect(ids('c1')).toEqual([])
  })

  it('is whom a list names, and nobody else', () => {
    const { registry, ids } = open()
    registry.handle(changed('a'))
    registry.handle({ type: 'presence.listed', presences: [presence('b'), presence('me')] })
    expect(ids()).toEqual(['b'])
  })

  it('holds through a short break, and is asked anew of every line', () => {
    const { registry, ids } = open()
    registry.handle(changed('a'))
    registry.handle(changed('b'))
    registry.linkDown()
    vi.advanceTimersByTime(5_000)
    expect(ids()).toEqual(['a', 'b'])
    registry.linkUp()
    registry.handle(changed('a'))
    vi.advanceTimersByTime(3_000)
    expect(ids()).toEqual(['a'])
  })

  it('is nobody when no line came back, and leaves no timer', () => {
    const { registry, ids } = open()
    registry.handle(changed('a'))
    registry.linkDown()
    vi.advanceTimersByTime(10_000)
    expect(ids()).toEqual([])
    registry.handle(changed('a'))
    registry.linkUp()
    registry.stop()
    expect(ids()).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('saying that one is there', () => {
  const open = () => {
    const said: unknown[] = []
    let isVisible = true
    const listeners = new Set<() => void>()
    const announcer = createPresenceAnnouncer((...words) => said.push(words), {
      isOnline: () => true,
      isVisible: () => isVisible,
      subscribe: () => () => {},
      onVisibility: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    })
    const setVisible = (next: boolean) => {
      isVisible = next
      for (const listener of listeners) listener()
    }
    return { said, announcer, setVisible, listeners }
  }
  const settle = () => vi.advanceTimersByTime(50)

  it('goes from one conversation to the next in one word', () => {
    const { said, announcer } = open()
    const leave = announcer.announce('c1')
    settle()
    leave()
    announcer.announce('c2')
    settle()
    expect(said).toEqual([
      ['online', 'c1'],
      ['online', 'c2'],
    ])
  })

  it('counts who asked last, and says nothing twice', () => {
    const { said, announcer } = open()
    announcer.announce('c1')
    const leave = announcer.announce('c2')
    announcer.announce(null)
    settle()
    announcer.announce('c2')
    settle()
    leave()
    settle()
    expect(said).toEqual([['online', 'c2']])
  })

  it('is away while the page is hidden, and gone when nobody asks any more', () => {
    const { said, announcer, setVisible, listeners } = open()
    const leave = announcer.announce('c1')
    settle()
    setVisible(false)
    settle()
    setVisible(true)
    settle()
    leave()
    settle()
    expect(said).toEqual([
      ['online', 'c1'],
      ['away', 'c1'],
      ['online', 'c1'],
      ['offline', null],
    ])
    expect(listeners.size).toBe(0)
  })

  it('says that it leaves although the line begins anew in that moment', () => {
    const { said, announcer } = open()
    const leave = announcer.announce('c1')
    settle()
    leave()
    announcer.linkUp()
    settle()
    expect(said.at(-1)).toEqual(['offline', null])
  })

  it('says that it leaves although the line has just introduced itself', () => {
    const { said, announcer } = open()
    const leave = announcer.announce('c1')
    settle()
    announcer.linkUp()
    leave()
    settle()
    expect(said.at(-1)).toEqual(['offline', null])
  })

  it('says it again on every line, and nothing after the end', () => {
    const { said, announcer } = open()
    announcer.linkUp()
    settle()
    expect(said).toEqual([])
    announcer.announce('c1')
    settle()
    announcer.linkUp()
    settle()
    announcer.stop()
    expect(said).toEqual([
      ['online', 'c1'],
      ['online', 'c1'],
    ])
    expect(vi.getTimerCount()).toBe(0)
  })
})
