import { SignJWT } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Harness, startHarness } from './harness/startHarness.ts'
import { waitUntil } from './harness/waitUntil.ts'

const SECRET = 'handshake-test-secret'
let harness: Harness

beforeAll(async () => {
  harness = await startHarness({ jwtSecret: SECRET, corsOrigins: ['https://crm.example.com'] })
})
afterEach(() => harness.disconnectAll())
afterAll(() => harness.close())

const sign = (claims: Record<string, unknown>, secret = SECRET, alg = 'HS256') =>
  new SignJWT(claims).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret))
const inAnHour = () => Math.floor(Date.now() / 1000) + 3600

describe('a handshake is refused', () => {
  const cases: readonly [string, () => Promise<{ token?: unknown; workspaceId?: unknown }>, string][] = [
    ['without a token', async () => ({ workspaceId: 'w' }), 'TOKEN_MISSING'],
    ['with a token that is no text', async () => ({ token: { toString: 'x' }, workspaceId: 'w' }), 'TOKEN_MISSING'],
    ['with a token that is no JWT', async () => ({ token: 'nonsense', workspaceId: 'w' }), 'TOKEN_INVALID'],
    [
      'with a token signed by somebody else',
      async () => ({ token: await sign({ workspaceId: 'w', exp: inAnHour() }, 'another secret'), workspaceId: 'w' }),
      'TOKEN_INVALID',
    ],
    [
      'with a token of another algorithm',
      async () => ({
        token: await sign({ workspaceId: 'w', exp: inAnHour() }, SECRET.repeat(4), 'HS512'),
        workspaceId: 'w',
      }),
      'TOKEN_INVALID',
    ],
    [
      'with a token that nobody has signed',
      async () => {
        const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
        return { token: `${part({ alg: 'none' })}.${part({ workspaceId: 'w', exp: inAnHour() })}.`, workspaceId: 'w' }
      },
      'TOKEN_INVALID',
    ],
    [
      'with an expired token',
      async () => ({ token: await sign({ workspaceId: 'w', exp: 1_700_000_000 }), workspaceId: 'w' }),
      'TOKEN_EXPIRED',
    ],
    [
      'with a token without workspace',
      async () => ({ token: await sign({ sub: 'u', exp: inAnHour() }), workspaceId: 'w' }),
      'FORBIDDEN',
    ],
    [
      'with a token of another workspace',
      async () => ({ token: await sign({ workspaceId: 'v', exp: inAnHour() }), workspaceId: 'w' }),
      'FORBIDDEN',
    ],
    [
      'when the workspace is no text',
      async () => ({ token: await sign({ workspaceId: 'w', exp: inAnHour() }), workspaceId: ['w'] }),
      'FORBIDDEN',
    ],
  ]
  test.each(cases)('%s', async (_, toAuth, code) => {
    const client = harness.connect(await toAuth())
    const error = await client.refused()
    expect(error.data).toEqual({ code })
    expect(error.message).toMatch(/^(unauthorized|forbidden): /)
    expect(client.socket.active, 'Socket.IO never retries a refusal by itself').toBe(false)
    expect(harness.engine.stats().totalConnections).toBe(0)
  })

  test('when another page opens it than those allowed', async () => {
    const token = await sign({ workspaceId: 'w', exp: inAnHour() })
    const client = harness.connect({ token, workspaceId: 'w', headers: { origin: 'https://evil.example.com' } })
    expect((await client.refused()).data).toEqual({ code: 'ORIGIN' })
  })
})

describe('a handshake is accepted', () => {
  test.each([
    ['of an allowed page', 'https://crm.example.com'],
    ["of the server's own page", () => harness.url],
    ['without a page, from another kind of client', undefined],
  ])('%s', async (_, origin) => {
    const page = typeof origin === 'function' ? origin() : origin
    const token = await sign({ workspaceId: 'w', exp: inAnHour() })
    const headers = page === undefined ? {} : { origin: page }
    await harness.connect({ token, workspaceId: 'w', headers }).connected()
  })

  test('with the older spelling of the claim', async () => {
    const token = await sign({ sub: 'u', workspace_id: 'older', exp: inAnHour() })
    const client = harness.connect({ token, workspaceId: 'older' })
    expect(await client.heard('ready')).toMatchObject({ workspaceId: 'older', userId: 'u' })
  })

  test('over long-polling as well', async () => {
    const token = await sign({ workspaceId: 'w', exp: inAnHour() })
    const client = harness.connect({ token, workspaceId: 'w', transports: ['polling'] })
    await client.heard('ready')
  })

  test('with a token that never expires', async () => {
    const client = harness.connect({ token: await sign({ workspaceId: 'w' }), workspaceId: 'w' })
    expect((await client.heard('ready')).tokenExpiresAt).toBeNull()
  })
})

describe('the greeting', () => {
  test('is the first thing said and introduces the session', async () => {
    const token = await harness.engine.signToken({
      workspaceId: 'greeted',
      userId: 'u1',
      userName: 'Ana',
      expiresInSeconds: 600,
    })
    const client = harness.connect({ token, workspaceId: 'greeted' })
    const ready = await client.heard('ready')
    expect(ready).toMatchObject({ protocol: 1, userId: 'u1', userName: 'Ana', workspaceId: 'greeted' })
    expect(ready.connectionId).toBe(client.socket.id)
    expect(ready.capabilities).toEqual(['acks', 'changes', 'idempotency', 'authenticate', 'crm', 'presence', 'ping'])
    expect(Math.abs(Date.parse(ready.serverTime) - Date.now())).toBeLessThan(2_000)
    const lifetime = Date.parse(ready.tokenExpiresAt) - Date.now()
    expect(lifetime).toBeGreaterThan(590_000)
    expect(lifetime).toBeLessThanOrEqual(600_000)
    expect(client.events[0]?.name).toBe('ready')
  })

  test('names no user for a token that speaks for the workspace', async () => {
    const token = await harness.engine.signToken({ workspaceId: 'nobody' })
    const client = harness.connect({ token, workspaceId: 'nobody' })
    expect(await client.heard('ready')).toMatchObject({ userId: null, userName: null })
  })
})

test('connections are counted by workspace, and no longer when they have gone', async () => {
  const connect = async (workspaceId: string) => {
    const client = harness.connect({ token: await harness.engine.signToken({ workspaceId }), workspaceId })
    await client.connected()
    return client
  }
  await waitUntil(() => harness.engine.stats().totalConnections === 0)
  const first = await connect('one')
  await connect('one')
  await connect('__proto__')
  const stats = await fetch(`${harness.url}/api/socket/stats`)
  expect(await stats.text()).toBe('{"totalConnections":3,"connectionsByTenant":{"one":2,"__proto__":1}}')
  const metrics = await (await fetch(`${harness.url}/metrics`)).text()
  expect(metrics).toContain('chatengine_connections 3')
  first.socket.disconnect()
  await waitUntil(() => harness.engine.stats().connectionsByTenant['one'] === 1)
})

test('a restart of the server reaches clients as a disconnect from its side', async () => {
  const token = await harness.engine.signToken({ workspaceId: 'w' })
  const client = harness.connect({ token, workspaceId: 'w' })
  await client.connected()
  harness.engine.disconnectSockets()
  expect(await client.ended()).toBe('io server disconnect')
})
