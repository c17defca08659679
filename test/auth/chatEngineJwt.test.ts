import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createChatEngineJwt, type TokenRequest } from '../../src/auth/chatEngineJwt.ts'
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

describe('createChatEngineJwt', () => {
  it.each(['jwtSecret', 'secret', 'signingKey', 'VITE_CHATENGINE_JWT_SECRET', 'privateKey'])(
    'refuses %s and says why',
    (name) => {
      const options = { getToken: () => 'x', [name]: 'do-not-print-me' }
      const error = (() => {
        try {
          createChatEngineJwt(options)
          return null
        } catch (cause) {
          return cause
        }
      })()
      expect(error).toBeInstanceOf(ConversationError)
      expect(error).toMatchObject({ code: 'signing_secret', field: name })
      expect(String(error)).toContain('can be read by anybody')
      expect(String(error)).not.toContain('do-not-print-me')
    },
  )

  it('says what is missing', () => {
    expect(() => createChatEngineJwt({})).toThrow(expect.objectContaining({ field: 'tokenEndpoint' }))
    expect(() => createChatEngineJwt({ tokenEndpoint: '/t' })).toThrow(
      expect.objectContaining({ field: 'workspaceId' }),
    )
  })

  it('has one request in flight however many ask, and asks again only when the token has expired', async () => {
    const requests: TokenRequest[] = []
    const source = createChatEngineJwt({
      getToken: async (request) => {
        requests.push(request)
        return tokenFor(60)
      },
    })
    const tokens = await Promise.all(Array.from({ length: 20 }, () => source.get({ reason: 'request' })))
    expect(new Set(tokens).size).toBe(1)
    expect(requests).toMatchObject([{ reason: 'request', forceRefresh: false }])
    vi.advanceTimersByTime(59_000)
    expect(await source.get({ reason: 'request' })).toBe(tokens[0])
    vi.advanceTimersByTime(2_000)
    expect(await source.get({ reason: 'connect' })).not.toBe(tokens[0])
    expect(requests.at(-1)).toMatchObject({ reason: 'connect', forceRefresh: true })
  })

  it('asks once for all who were refused the same token', async () => {
    let count = 0
    const source = createChatEngineJwt({
      getToken: async () => {
        count += 1
        return tokenFor(3600)
      },
    })
    const refused = await source.get({ reason: 'connect' })
    const renewed = await Promise.all([
      source.get({ reason: 'refused', unlike: refused }),
      source.get({ reason: 'refused', unlike: refused }),
    ])
    expect(count).toBe(2)
    expect(new Set(renewed).size).toBe(1)
    expect(await source.get({ reason: 'refused', unlike: refused })).toBe(renewed[0])
    expect(count).toBe(2)
  })

  it('treats null as nobody signed in', async () => {
    const source = createChatEngineJwt({ getToken: () => null })
    await expect(source.get({ reason: 'connect' })).rejects.toMatchObject({ code: 'unauthorized' })
    expect(source.state.get().status).toBe('unauthorized')
  })

  it('does not quote what is no JWT', async () => {
    const source = createChatEngineJwt({ getToken: () => 'my-secret-password' })
    const error: unknown = await source.get({ reason: 'connect' }).catch((cause: unknown) => cause)
    expect(error).toMatchObject({ code: 'protocol_error' })
    expect(JSON.stringify([String(error), String((error as Error).cause)])).not.toContain('my-secret-password')
  })

  it('gives up on a getter that never answers', async () => {
    const source = createChatEngineJwt({ getToken: () => new Promise(() => {}) })
    const result = expect(source.get({ reason: 'connect' })).rejects.toMatchObject({ code: 'timeout' })
    await vi.advanceTimersByTimeAsync(15_000)
    await result
    expect(vi.getTimerCount()).toBe(0)
  })

  it('never puts the token into the state', async () => {
    const source = createChatEngineJwt({ getToken: () => tokenFor(60) })
    const token = await source.get({ reason: 'connect' })
    expect(JSON.stringify(source.state.get())).not.toContain(token)
  })

  describe('on a computer whose clock is wrong', () => {
    const hour = 3_600_000

    it.each([
      ['two hours ahead', -2 * hour],
      ['two hours behind', 2 * hour],
    ])('reckons with the issuer’s lifetime: %s', async (_, skewMs) => {
      const serverSeconds = Math.floor((NOW + skewMs) / 1000)
      const source = createChatEngineJwt({
        getToken: () => unsignedJwt({ iat: serverSeconds, exp: serverSeconds + 600 }),
      })
      await source.get({ reason: 'connect' })
      const state = source.state.get()
      expect(state).toMatchObject({ status: 'ready', expiresAt: NOW + 600_000 })
    })

    it('believes expires_in before any clock', async () => {
      const source = createChatEngineJwt({ getToken: () => ({ token: tokenFor(9999), expiresIn: 30 }) })
      await source.get({ reason: 'connect' })
      expect(source.state.get()).toMatchObject({ expiresAt: NOW + 30_000 })
    })

    it('corrects itself when a server tells its time', async () => {
      const source = createChatEngineJwt({ getToken: () => tokenFor(600, { iat: inSeconds(-3600) }) })
      await source.get({ reason: 'connect' })
      expect(source.state.get()).toMatchObject({ expiresAt: NOW + 600_000 })
      source.noteServerTime(new Date(NOW + 300_000).toISOString())
      expect(source.state.get()).toMatchObject({ expiresAt: NOW + 300_000 })
    })
  })
})

describe('the token endpoint', () => {
  const ask = (respond: (url: string, init: RequestInit) => Response | Promise<Response>) =>
    createChatEngineJwt({
      tokenEndpoint: '/api/chatengine-token',
      workspaceId: 'w1',
      fetch: async (url, init) => respond(url as string, init ?? {}),
    }).get({ reason: 'connect' })

  it('is asked with the workspace and answers with the token', async () => {
    const token = tokenFor(60)
    const seen: unknown[] = []
    const answer = await ask((url, init) => {
      seen.push(url, init.method, init.body)
      return Response.json({ token, expires_in: 60, workspace_id: 'w1' })
    })
    expect(answer).toBe(token)
    expect(seen).toEqual(['/api/chatengine-token', 'POST', '{"workspace_id":"w1"}'])
  })

  it.each([
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [500, 'server_error'],
    [404, 'server_error'],
  ])('answering %i means %s', async (status, code) => {
    await expect(ask(() => new Response('{}', { status }))).rejects.toMatchObject({ code })
  })

  it('must answer what it promises', async () => {
    await expect(ask(() => Response.json({ jwt: 'x' }))).rejects.toMatchObject({ code: 'protocol_error' })
    await expect(ask(() => new Response('<html>'))).rejects.toMatchObject({ code: 'protocol_error' })
  })

  it('that cannot be reached is a network error', async () => {
    await expect(ask(() => Promise.reject(new TypeError('fetch failed')))).rejects.toMatchObject({
      code: 'network_error',
    })
  })
})
