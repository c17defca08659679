import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApi } from './harness/createApi.ts'
import { connectRecorder } from './harness/connectRecorder.ts'
import { type Harness, startHarness, type Workspace } from './harness/startHarness.ts'

const PAGE = 'https://crm.example.com'
let harness: Harness
let workspace: Workspace

beforeAll(async () => {
  harness = await startHarness({ devTokens: true, tokenLifetimeSeconds: 120, corsOrigins: [PAGE] })
  workspace = await harness.createWorkspace()
})
afterAll(() => harness.close())

describe('without a good token nothing is answered', () => {
  const cases: readonly [string, () => Promise<string | null>, number, string][] = [
    ['none', async () => null, 401, 'TOKEN_MISSING'],
    ['another scheme', async () => 'Basic dXNlcjpwYXNz', 401, 'TOKEN_MISSING'],
    ['an empty one', async () => 'Bearer ', 401, 'TOKEN_MISSING'],
    ['nonsense', async () => 'Bearer nonsense', 401, 'TOKEN_INVALID'],
    [
      'an expired one',
      async () => `Bearer ${await harness.engine.signToken({ workspaceId: 'w', expiresInSeconds: -5 })}`,
      401,
      'TOKEN_EXPIRED',
    ],
    [
      'one without workspace',
      async () => `Bearer ${await harness.engine.signToken({ workspaceId: '', userId: 'u' })}`,
      403,
      'FORBIDDEN',
    ],
  ]
  test.each(cases)('%s', async (_, toHeader, status, code) => {
    const authorization = await toHeader()
    const headers = authorization === null ? {} : { authorization }
    for (const path of ['/conversations', '/messages', '/media', '/messages/x/context', '/nowhere']) {
      const answer = await createApi(`${harness.url}/api/chat`, null)('GET', path, { headers })
      expect([answer.status, answer.body.code]).toEqual([status, code])
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null)
    }
  })
})

describe('a page of another origin', () => {
  const preflight = (origin: string) =>
    fetch(`${harness.url}/api/chat/messages`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,idempotency-key',
      },
    })

  test('is let in when it is allowed, with everything the client sends', async () => {
    const answer = await preflight(PAGE)
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-origin')).toBe(PAGE)
    expect(answer.headers.get('access-control-allow-headers')?.toLowerCase()).toBe(
      'authorization,content-type,idempotency-key',
    )
    expect(answer.headers.get('access-control-allow-methods')).toContain('PATCH')
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
  })

  test('is not let in when it is not', async () => {
    expect((await preflight('https://evil.example.com')).headers.get('access-control-allow-origin')).toBeNull()
  })

  test('may read refusals too', async () => {
    for (const path of ['/api/chat/messages', '/nowhere', '/api/chat/files/x']) {
      const answer = await fetch(harness.url + path, { headers: { origin: PAGE } })
      expect(answer.headers.get('access-control-allow-origin')).toBe(PAGE)
    }
  })
})

describe('the engine’s own addresses', () => {
  test('tell that it lives and that it is ready', async () => {
    const health = await fetch(`${harness.url}/health`)
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }])
    const ready = await fetch(`${harness.url}/ready`)
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }])
  })

  test('are the only ones', async () => {
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/api'],
      ['DELETE', '/health'],
      ['GET', '/functions/v1/chatengine-token'],
      ['PUT', '/webhooks/whatsapp'],
    ]) {
      const answer = await fetch(`${harness.url}${path}`, { method: method ?? '' })
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, 'NOT_FOUND'])
    }
    expect((await workspace.api('GET', '/nowhere')).status).toBe(404)
    expect((await workspace.api('DELETE', '/conversations')).status).toBe(404)
  })

  test('answer Requests without a network', async () => {
    const headers = { authorization: `Bearer ${workspace.token}` }
    const request = new Request('https://inside.example.com/api/chat/conversations', { headers })
    expect((await harness.engine.handleRequest(request)).status).toBe(200)
  })
})

describe('the token endpoint for development', () => {
  const ask = (body: unknown) => createApi(harness.url, null)('POST', '/functions/v1/chatengine-token', { body })

  test('hands out a token that works', async () => {
    const { status, body } = await ask({ workspace_id: workspace.id, user_id: 'u', user_name: 'Ana' })
    expect([status, body]).toEqual([200, { token: expect.any(String), expires_in: 120, workspace_id: workspace.id }])
    const client = connectRecorder(harness.url, { token: body.token, workspaceId: workspace.id })
    expect(await client.heard('ready')).toMatchObject({ userId: 'u', userName: 'Ana' })
    client.socket.disconnect()
  })

  test.each([
    [{}, 'workspace_id'],
    [{ workspace_id: '' }, 'workspace_id'],
    [{ workspace_id: 'w', user_id: 5 }, 'user_id'],
  ])('refuses %j', async (input, field) => {
    const { status, body } = await ask(input)
    expect([status, body.details.field]).toEqual([400, field])
  })

  test('is not there unless it was asked for', async () => {
    const plain = await startHarness()
    try {
      const body = { workspace_id: 'w' }
      const answer = await createApi(plain.url, null)('POST', '/functions/v1/chatengine-token', { body })
      expect(answer.status).toBe(404)
    } finally {
      await plain.close()
    }
  })
})

describe('a body that is streamed', () => {
  /** Sent in chunks, so that no header tells its size. */
  const post = async (chunks: readonly string[]) => {
    const encoder = new TextEncoder()
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (const chunk of chunks) controller.enqueue(encoder.encode(chunk))
        controller.close()
      },
    })
    const headers = { authorization: `Bearer ${workspace.token}` }
    const answer = await fetch(`${harness.url}/api/chat/messages`, {
      method: 'POST',
      headers,
      body,
      duplex: 'half',
    } as RequestInit)
    return { status: answer.status, body: (await answer.json()) as { details?: { field: string } } }
  }

  test('is read like any other', async () => {
    const { id } = await workspace.seedOne()
    expect((await post([`{"conversationId":"${id}",`, '"type":"text","content":"Olá"}'])).status).toBe(201)
  })

  test('is given up when it turns out too large', async () => {
    const chunks = ['{"padding":"', ...Array.from({ length: 20 }, () => 'x'.repeat(60_000)), '"}']
    expect(await post(chunks)).toMatchObject({ status: 413, body: { details: { field: 'body' } } })
  })
})

describe('on a server of somebody else', () => {
  test('the engine answers its own paths, over HTTP and both transports, and leaves the rest', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/mine') response.end('mine')
    })
    harness.engine.attach(server)
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    try {
      expect(await (await fetch(`${url}/mine`)).text()).toBe('mine')
      expect((await fetch(`${url}/health`)).status).toBe(200)
      for (const transport of ['websocket', 'polling']) {
        const client = connectRecorder(url, {
          token: workspace.token,
          workspaceId: workspace.id,
          transports: [transport],
        })
        await client.heard('ready')
        client.socket.disconnect()
      }
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})

test('an engine that is closed lets go of everything, and may be closed again', async () => {
  const other = await startHarness()
  const tenant = await other.createWorkspace()
  const client = tenant.connect()
  await client.heard('ready')
  await Promise.all([other.engine.close(), other.engine.close()])
  await client.ended()
  await expect(fetch(`${other.url}/health`)).rejects.toThrow()
  await other.engine.close()
})

test('a port that is taken is said so', async () => {
  const port = Number(new URL(harness.url).port)
  await expect(harness.engine.listen({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
})
