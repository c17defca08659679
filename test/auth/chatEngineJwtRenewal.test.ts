import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createChatEngineJwt, type GetToken } from '../../src/auth/chatEngineJwt.ts'
import { ConversationError } from '../../src/domain/errors.ts'
import { unsignedJwt } from '../helpers/jwt.ts'

const NOW = Date.UTC(2026, 0, 5, 12)
const inSeconds = (seconds: number) => Math.floor(NOW / 1000) + seconds
let serial = 0
const tokenFor = (seconds: number, claims: object = {}) =>
  unsignedJwt({ iat: inSeconds(0), exp: inSeconds(seconds), serial: (serial += 1), ...claims })

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A source that somebody keeps fresh, and how often it has asked. */
async function keepFresh(getToken: GetToken) {
  let count = 0
  const source = createChatEngineJwt({
    getToken: (request) => {
      count += 1
      return getToken(request)
    },
  })
  const stop = source.keepFresh(() => {})
  await source.get({ reason: 'connect' })
  return { source, stop, count: () => count }
}

describe('renewal', () => {
  it('renews before expiry while somebody keeps it fresh, and stops with the last', async () => {
    const source = createChatEngineJwt({ getToken: () => tokenFor(3600 + (Date.now() - NOW) / 1000) })
    await source.get({ reason: 'connect' })
    const renewed: string[] = []
    const stop = source.keepFresh((token) => renewed.push(token))
    await vi.advanceTimersByTimeAsync(3_539_000)
    expect(renewed).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(renewed).toHaveLength(1)
    expect(source.peek()).toBe(renewed[0])
    stop()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('keeps trying to renew through an outage, and says unauthorized when told so', async () => {
    let answer: () => string = () => tokenFor(100)
    const source = createChatEngineJwt({ getToken: () => answer() })
    const stop = source.keepFresh(() => {})
    await source.get({ reason: 'connect' })
    answer = () => {
      throw new TypeError('fetch failed')
    }
    await vi.advanceTimersByTimeAsync(82_000)
    expect(source.state.get().status).toBe('error')
    answer = () => tokenFor(500)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(source.state.get().status).toBe('ready')
    answer = () => {
      throw new ConversationError('unauthorized', 'nobody is signed in')
    }
    await vi.advanceTimersByTimeAsync(400_000)
    expect(source.state.get().status).toBe('unauthorized')
    expect(vi.getTimerCount()).toBe(0)
    stop()
  })

  it('does not hammer a getter that keeps answering with the token that is expiring', async () => {
    let count = 0
    const stale = tokenFor(100)
    const source = createChatEngineJwt({
      getToken: () => {
        count += 1
        return stale
      },
    })
    const stop = source.keepFresh(() => {})
    await source.get({ reason: 'connect' })
    await vi.advanceTimersByTimeAsync(600_000)
    expect(count).toBeGreaterThan(5)
    expect(count).toBeLessThan(40)
    stop()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('does not fire at once for a token that lives longer than a timer can', async () => {
    let count = 0
    const source = createChatEngineJwt({
      getToken: () => {
        count += 1
        const issuedAt = Math.floor(Date.now() / 1000)
        return unsignedJwt({ iat: issuedAt, exp: issuedAt + 60 * 86_400, count })
      },
    })
    const stop = source.keepFresh(() => {})
    await source.get({ reason: 'connect' })
    await vi.advanceTimersByTimeAsync(30 * 86_400_000)
    expect(count).toBe(1)
    await vi.advanceTimersByTimeAsync(30 * 86_400_000)
    expect(count).toBe(2)
    stop()
  })

  it.each<readonly [string, GetToken]>([
    ['are said to live no time at all', () => ({ token: tokenFor(3600), expiresIn: 0 })],
    ['have expired already', () => unsignedJwt({ exp: inSeconds(-100), serial: (serial += 1) })],
  ])('asks ever more seldom for tokens that %s', async (_, getToken) => {
    const { stop, count } = await keepFresh(getToken)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(count()).toBeGreaterThan(3)
    expect(count()).toBeLessThan(15)
    stop()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('asks ever more seldom where the chat server’s clock is ahead by more than a token’s life', async () => {
    const { source, stop, count } = await keepFresh(() => {
      const issuedAt = Math.floor(Date.now() / 1000)
      return unsignedJwt({ iat: issuedAt, exp: issuedAt + 300, serial: (serial += 1) })
    })
    source.noteServerTime(new Date(NOW + 600_000).toISOString())
    await vi.advanceTimersByTimeAsync(60_000)
    expect(count()).toBeLessThan(15)
    stop()
  })

  it('leaves no timer when the server tells its time while it is under way', async () => {
    let answer: () => Promise<{ token: string; expiresIn: number }> = async () => ({
      token: tokenFor(9999),
      expiresIn: 120,
    })
    const { source, stop, count } = await keepFresh(() => answer())
    answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      throw new TypeError('fetch failed')
    }
    await vi.advanceTimersByTimeAsync(96_500)
    expect(count()).toBe(2)
    source.noteServerTime(new Date().toISOString())
    await vi.advanceTimersByTimeAsync(1_000)
    stop()
    expect(vi.getTimerCount()).toBe(0)
    await vi.advanceTimersByTimeAsync(600_000)
    expect(count()).toBe(2)
  })

  it('that hangs keeps nobody from the token that is still good', async () => {
    let answer: GetToken = () => ({ token: tokenFor(9999), expiresIn: 600 })
    const { source, stop, count } = await keepFresh((request) => answer(request))
    answer = () => new Promise(() => {})
    await vi.advanceTimersByTimeAsync(541_000)
    expect(count()).toBe(2)
    const held = source.peek()
    const used = vi.fn<(token: string) => void>()
    void source.get({ reason: 'request' }).then(used)
    await vi.advanceTimersByTimeAsync(10)
    expect(used).toHaveBeenCalledExactlyOnceWith(held)
    stop()
  })
})
