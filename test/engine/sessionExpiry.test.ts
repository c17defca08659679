import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createSessionClock } from '../../src/engine/socket/sessionClock.ts'
import type { Caller } from '../../src/engine/tokens.ts'
import { type Harness, startHarness } from './harness/startHarness.ts'

describe('the clock of a session', () => {
  const NOW = Date.parse('2026-01-01T12:00:00Z')
  const SECOND = 1000
  beforeEach(() => {
    vi.useFakeTimers({ now: NOW })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  /** A token as old and as long-lived as said, in seconds; returns when something was heard, in seconds from now. */
  const watch = (ageSeconds: number, lifetimeSeconds: number | null) => {
    const heard: [string, number][] = []
    const note = (what: string) => heard.push([what, (Date.now() - NOW) / SECOND])
    const clock = createSessionClock({ onExpiring: () => note('expiring'), onExpired: () => note('expired') })
    const issuedAt = NOW - ageSeconds * SECOND
    const expiresAt = lifetimeSeconds === null ? null : issuedAt + lifetimeSeconds * SECOND
    const caller: Caller = { workspaceId: 'w', userId: null, userName: null, issuedAt, expiresAt }
    clock.set(caller)
    return { clock, heard, caller }
  }

  test.each([
    ['an hour: a minute before', 0, 3600, [3540, 3600]],
    ['an hour, half gone', 1800, 3600, [1740, 1800]],
    ['an hour, with less than the minute left: at once', 3570, 3600, [0, 30]],
    ['61 seconds', 0, 61, [1, 61]],
    ['a minute: at 80 % of it', 0, 60, [48, 60]],
    ['ten seconds: at 80 % of them', 0, 10, [8, 10]],
    ['ten seconds, nine gone: at once', 9, 10, [0, 1]],
    ['forty days, beyond what a timer holds', 0, 40 * 86_400, [40 * 86_400 - 60, 40 * 86_400]],
  ])('tells of a token of %s', (_, age, lifetime, [expiring, expired]) => {
    const { heard } = watch(age, lifetime)
    vi.advanceTimersByTime((lifetime + 1) * SECOND)
    expect(heard).toEqual([
      ['expiring', expiring],
      ['expired', expired],
    ])
  })

  test('never tells of a token that does not expire', () => {
    const { heard } = watch(0, null)
    expect(vi.getTimerCount()).toBe(0)
    vi.advanceTimersByTime(10 * 86_400 * SECOND)
    expect(heard).toEqual([])
  })

  test('forgets the old token when there is a new one, and everything when it is stopped', () => {
    const { clock, heard, caller } = watch(0, 100)
    vi.advanceTimersByTime(50 * SECOND)
    clock.set({ ...caller, issuedAt: Date.now(), expiresAt: Date.now() + 100 * SECOND })
    vi.advanceTimersByTime(60 * SECOND)
    expect(heard).toEqual([
      ['expiring', 40],
      ['expiring', 90],
    ])
    clock.stop()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a living connection', () => {
  let harness: Harness
  beforeAll(async () => {
    harness = await startHarness()
  })
  afterEach(() => harness.disconnectAll())
  afterAll(() => harness.close())

  const sign = (expiresInSeconds: number, more: { workspaceId?: string; userId?: string } = {}) =>
    harness.engine.signToken({ workspaceId: 'w', userId: 'u', expiresInSeconds, ...more })
  const connect = async (expiresInSeconds: number) => {
    const client = harness.connect({ token: await sign(expiresInSeconds), workspaceId: 'w' })
    await client.heard('ready')
    return client
  }

  test('is warned, told and ended when its token expires', async () => {
    const client = await connect(2)
    const { expiresAt } = await client.heard('tokenExpiring')
    expect(client.socket.connected).toBe(true)
    expect(await client.heard('error')).toEqual({ code: 'TOKEN_EXPIRED', message: 'unauthorized: jwt expired' })
    expect(await client.ended()).toBe('io server disconnect')
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(expiresAt))
    expect(client.events.map(({ name }) => name)).toEqual(['ready', 'tokenExpiring', 'error'])
  })

  test('goes on with a renewed token', async () => {
    const client = await connect(2)
    await client.heard('tokenExpiring')
    const answer = await client.ask('authenticate', { token: await sign(600) })
    expect(answer.ok).toBe(true)
    expect(Date.parse(answer.tokenExpiresAt) - Date.now()).toBeGreaterThan(500_000)
    const witness = await connect(2)
    await witness.ended()
    expect(client.socket.connected).toBe(true)
    expect(client.all('error')).toEqual([])
    expect(await client.ask('ping', {})).toMatchObject({ ok: true })
  })

  test.each([
    ['is no token', () => 'nonsense', 'TOKEN_INVALID'],
    ['has expired', () => sign(-10), 'TOKEN_EXPIRED'],
    ['is for another workspace', () => sign(600, { workspaceId: 'v' }), 'FORBIDDEN'],
    ['is for another user', () => sign(600, { userId: 'somebody else' }), 'FORBIDDEN'],
  ])('does not take what %s, and keeps what it had', async (_, toToken, code) => {
    const client = await connect(600)
    const answer = await client.ask('authenticate', { token: await toToken() })
    expect(answer).toMatchObject({ ok: false, error: { code, retryable: false } })
    expect(client.socket.connected).toBe(true)
    expect(await client.ask('ping', {})).toMatchObject({ ok: true })
  })
})
