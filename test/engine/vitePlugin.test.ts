import { createServer as createHttpServer, type Server } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@supabase/supabase-js'
import { createServer, type ViteDevServer } from 'vite'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createEngine } from '../../src/engine/createEngine.ts'
import { chatEnginePlugin } from '../../src/engine/vitePlugin.ts'
import { createApi } from './harness/createApi.ts'
import { connectRecorder } from './harness/connectRecorder.ts'
import { watchChannel } from './supabase/harness/watchChannel.ts'

const open = new Set<() => Promise<unknown>>()
beforeEach(() => {
  // The plugin keeps still under Vitest; here it is what is tested.
  vi.stubEnv('VITEST', undefined)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const close of open) await close()
  open.clear()
})

const common = { configFile: false, root: import.meta.dirname, logLevel: 'silent' } as const
const options = { provider: false, customer: false, workspaceId: 'shop' } as const
const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

async function expectEngineAt(url: string): Promise<void> {
  const body = { workspace_id: 'shop', user_id: 'ana' }
  const signedIn = await createApi(url, null)('POST', '/functions/v1/chatengine-token', { body })
  expect(signedIn.status).toBe(200)
  const { token } = signedIn.body
  const list = await createApi(`${url}/api/chat`, token)('GET', '/conversations')
  expect(list.body.data.length).toBeGreaterThanOrEqual(12)
  for (const transport of ['websocket', 'polling']) {
    const client = connectRecorder(url, { token, workspaceId: 'shop', transports: [transport] })
    expect(await client.heard('ready')).toMatchObject({ workspaceId: 'shop' })
    client.socket.disconnect()
  }
}

/** Vite's own hot reload still gets its upgrade. */
async function expectHotReloadAt(url: string, server: ViteDevServer): Promise<void> {
  const { webSocketToken } = server.config as unknown as { webSocketToken?: string }
  const socket = new WebSocket(`${url.replace('http', 'ws')}/?token=${webSocketToken ?? ''}`, 'vite-hmr')
  const first = await new Promise<string>((resolve, reject) => {
    socket.addEventListener('message', ({ data }) => resolve(String(data)))
    socket.addEventListener('error', () => reject(new Error('the upgrade was refused')))
  })
  socket.close()
  expect(first).toBe('{"type":"connected"}')
}

test('the engine runs on Vite’s own port, beside its pages and its hot reload', async () => {
  const vite = await createServer({
    ...common,
    plugins: [chatEnginePlugin(options)],
    server: { port: 0, host: '127.0.0.1' },
  })
  open.add(() => vite.close())
  await vite.listen()
  const url = addressOf(vite.httpServer as Server)
  expect((await fetch(`${url}/vitePlugin.test.ts`)).status, 'does not wait for the engine').toBe(200)
  await expectEngineAt(url)
  await expectHotReloadAt(url, vite)
})

test('the engine is a Supabase project on Vite’s port too, when asked', async () => {
  const plugins = [chatEnginePlugin({ ...options, supabase: true })]
  const vite = await createServer({ ...common, plugins, server: { port: 0, host: '127.0.0.1' } })
  open.add(() => vite.close())
  await vite.listen()
  const url = addressOf(vite.httpServer as Server)
  const answer = await fetch(`${url}/functions/v1/supabase-anon-key`)
  const { anon_key: anonKey } = (await answer.json()) as { anon_key: string }
  const body = { workspace_id: 'shop' }
  const { token } = (await createApi(url, null)('POST', '/functions/v1/chatengine-token', { body })).body
  const client = createClient(url, anonKey, { accessToken: async () => token })
  const watched = await watchChannel(client, 'vite', [{ table: 'messages' }])
  await watched.ready()
  const { data } = await client.from('conversations').select('id').limit(1).single()
  await client.from('messages').insert({ conversation_id: data?.id, body: 'Olá' })
  await watched.until(() => watched.changes.length > 0)
  await expectHotReloadAt(url, vite)
  await client.realtime.disconnect()
})

test('the engine runs where Vite is a middleware of another server, as in Storybook', async () => {
  const server = createHttpServer()
  const vite = await createServer({
    ...common,
    plugins: [chatEnginePlugin(options)],
    appType: 'custom',
    server: { middlewareMode: true, hmr: { server } },
  })
  open.add(() => vite.close())
  open.add(async () => {
    server.closeAllConnections()
    server.close()
  })
  server.on('request', (request, response) => vite.middlewares(request, response))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  await expectEngineAt(addressOf(server))
  await expectHotReloadAt(addressOf(server), vite)
})

test('several engines run beside each other, a wire each, on one port', { timeout: 60_000 }, async () => {
  const wires = [
    { wire: 'pytake', prefix: '/pytake', list: '/api/v1/conversations?limit=100' },
    { wire: 'kanban', prefix: '/kanban', list: '/api/conversations?limit=100' },
  ] as const
  const plugins = [
    chatEnginePlugin(options),
    ...wires.map(({ wire, prefix }) => chatEnginePlugin({ ...options, wire, prefix, supabase: wire === 'pytake' })),
  ]
  const vite = await createServer({ ...common, plugins, server: { port: 0, host: '127.0.0.1' } })
  open.add(() => vite.close())
  await vite.listen()
  const url = addressOf(vite.httpServer as Server)
  await expectEngineAt(url)
  for (const { prefix, list } of wires) {
    const body = { workspace_id: 'shop', user_id: 'ana' }
    const { token } = (await createApi(url + prefix, null)('POST', '/functions/v1/chatengine-token', { body })).body
    const listed = (await createApi(url + prefix, token)('GET', list)).body
    expect((Array.isArray(listed) ? listed : listed.data).length).toBeGreaterThanOrEqual(12)
    for (const transport of ['websocket', 'polling']) {
      const client = connectRecorder(url, { path: `${prefix}/socket.io`, token, transports: [transport] })
      await client.connected()
      client.socket.disconnect()
    }
  }
  const { anon_key: anonKey } = (await (await fetch(`${url}/pytake/functions/v1/supabase-anon-key`)).json()) as {
    anon_key: string
  }
  const body = { workspace_id: 'shop' }
  const { token } = (await createApi(url, null)('POST', '/pytake/functions/v1/chatengine-token', { body })).body
  const client = createClient(`${url}/pytake`, anonKey, { accessToken: async () => token })
  const watched = await watchChannel(client, 'vite', [{ table: 'messages' }])
  await watched.ready()
  const { data } = await client.from('conversations').select('id').limit(1).single()
  await client.from('messages').insert({ conversation_id: data?.id, body: 'Olá' })
  await watched.until(() => watched.changes.length > 0)
  await client.realtime.disconnect()
  await expectHotReloadAt(url, vite)
})

test('the engine ends with Vite, and its directory is free again', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'chatengine-vite-'))
  open.add(() => rm(dataDir, { recursive: true, force: true }))
  const plugins = [chatEnginePlugin({ ...options, dataDir })]
  const vite = await createServer({ ...common, plugins, server: { port: 0, host: '127.0.0.1' } })
  await vite.listen()
  const url = addressOf(vite.httpServer as Server)
  const body = { workspace_id: 'shop' }
  const signedIn = await createApi(url, null)('POST', '/functions/v1/chatengine-token', { body })
  const client = connectRecorder(url, { token: signedIn.body.token, workspaceId: 'shop' })
  await client.heard('ready')
  await vite.close()
  await client.ended()
  const engine = await createEngine({ dataDir })
  await engine.close()
})

test('nothing is started under Vitest', async () => {
  vi.stubEnv('VITEST', 'true')
  const vite = await createServer({ ...common, plugins: [chatEnginePlugin()], server: { port: 0, host: '127.0.0.1' } })
  open.add(() => vite.close())
  await vite.listen()
  const answer = await fetch(`${addressOf(vite.httpServer as Server)}/health`, { headers: { accept: 'text/plain' } })
  expect(answer.status).toBe(404)
})
