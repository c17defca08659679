import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createEngine } from '../../src/engine/createEngine.ts'
import { createApi } from './harness/createApi.ts'
import { type Cli, startCli } from './harness/startCli.ts'
import { waitUntil } from './harness/waitUntil.ts'

/* What happens to an engine that is killed: nothing to what it has acknowledged. */

const fixture = await readFile(new URL('../fixtures/whatsapp-cloud-webhook.json', import.meta.url), 'utf8')
let directory: string
const running = new Set<Cli>()

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'chatengine-test-'))
})
afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL')
  await Promise.all([...running].map(({ ended }) => ended()))
  running.clear()
  await rm(directory, { recursive: true, force: true })
})

const start = () => {
  const cli = startCli(['--port', '0', '--no-seed', '--no-customer', '--data', directory])
  running.add(cli)
  return cli
}

test('everything acknowledged is there after kill -9, the token too, and what was on its way arrives', async () => {
  const cli = start()
  const { url, tokenEndpoint } = await cli.ready()
  const webhook = (id: string) => fixture.replace('test-msg-id', id)
  await createApi(url, null)('POST', '/webhooks/whatsapp', { body: webhook('first') })
  const { body: signedIn } = await createApi(tokenEndpoint ?? '', null)('POST', '', { body: { workspace_id: 'demo' } })
  const api = createApi(`${url}/api/chat`, signedIn.token)
  const [conversation] = (await api('GET', '/conversations')).body.data
  const acknowledged: string[] = []
  // Many at once, and in the midst of it the plug is pulled.
  const writers = Array.from({ length: 6 }, async (_, writer) => {
    for (let index = 0; ; index += 1) {
      const body = { conversationId: conversation?.id, type: 'text', content: `w${writer} m${index}` }
      const answer = await api('POST', '/messages', { body })
      acknowledged.push(answer.body.id)
      const taken = await createApi(url, null)('POST', '/webhooks/whatsapp', { body: webhook(`in-${writer}-${index}`) })
      if (taken.body.received === 1) acknowledged.push(`in-${writer}-${index}`)
    }
  })
  await waitUntil(() => acknowledged.length > 120)
  cli.child.kill('SIGKILL')
  await Promise.allSettled(writers)
  expect((await cli.ended()).signal).toBe('SIGKILL')

  const again = start()
  const { url: newUrl } = await again.ready()
  // The token of before: the secret was kept.
  const newApi = createApi(`${newUrl}/api/chat`, signedIn.token)
  const readAll = async () => {
    const rows = []
    for (let before = ''; ;) {
      const path = `/messages?conversation_id=${conversation?.id}&limit=200${before}`
      const { body } = await newApi('GET', path)
      rows.push(...body.data)
      if (!body.pagination.has_more) return rows
      before = `&before=${body.data.at(-1)?.id}`
    }
  }
  const rows = await readAll()
  const known = new Set(rows.flatMap(({ id, external_id }) => [id, external_id]))
  expect(acknowledged.filter((id) => !known.has(id))).toEqual([])
  await waitUntil(async () => (await readAll()).every(({ from_me, status }) => !from_me || status === 'read'))
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
}, 60_000)

test('an engine that was killed while it made its database makes it again', async () => {
  const cli = start()
  await waitUntil(() => existsSync(join(directory, 'postgres.unfinished', 'PG_VERSION')))
  cli.child.kill('SIGKILL')
  await cli.ended()
  expect(existsSync(join(directory, 'postgres'))).toBe(false)
  const { health } = await start().ready()
  expect((await fetch(health)).status).toBe(200)
}, 60_000)

test('two engines never share a directory; the second may have it when the first is gone', async () => {
  const cli = start()
  await cli.ready()
  const second = await start().ended()
  expect([second.code, second.stdout]).toEqual([1, ''])
  expect(second.stderr).toMatch(/^chatengine: unable to open the data directory; another engine is using it\..*\n$/)
  await expect(createEngine({ dataDir: directory })).rejects.toThrow('another engine is using it')
  cli.child.kill('SIGTERM')
  expect((await cli.ended()).code).toBe(0)
  const engine = await createEngine({ dataDir: directory })
  await expect(createEngine({ dataDir: directory })).rejects.toThrow('another engine is using it')
  await engine.close()
}, 60_000)
