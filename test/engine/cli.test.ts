import { createServer, type AddressInfo } from 'node:net'
import { readFile } from 'node:fs/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { HELP, parseCliArguments } from '../../src/engine/cliArguments.ts'
import { createApi } from './harness/createApi.ts'
import { type Cli, startCli } from './harness/startCli.ts'

const running = new Set<Cli>()
const start = (args: readonly string[], environment?: Readonly<Record<string, string>>) => {
  const cli = startCli(args, environment)
  running.add(cli)
  return cli
}
afterEach(async () => {
  for (const { child } of running) child.kill('SIGKILL')
  await Promise.all([...running].map(({ ended }) => ended()))
  running.clear()
})

describe('the engine on the command line', () => {
  test('says in one line of JSON that it is ready, works, and ends cleanly on SIGTERM', async () => {
    const cli = start(['--port', '0'])
    const ready = await cli.ready()
    expect(ready).toEqual({
      ready: true,
      url: `http://127.0.0.1:${ready.port}`,
      port: expect.any(Number),
      wire: 'chatengine',
      capabilities: ['acks', 'changes', 'idempotency', 'authenticate', 'crm', 'presence', 'ping'],
      tokenEndpoint: `${ready.url}/functions/v1/chatengine-token`,
      webhook: `${ready.url}/webhooks/whatsapp`,
      health: `${ready.url}/health`,
    })
    expect((await fetch(ready.health)).status).toBe(200)
    const api = await cli.signIn()
    const { body } = await api('GET', '/conversations')
    expect(body.data.length).toBeGreaterThanOrEqual(12)
    const webhook = await readFile(new URL('../fixtures/whatsapp-cloud-webhook.json', import.meta.url), 'utf8')
    const taken = await createApi(ready.webhook, null)('POST', '', { body: webhook })
    expect([taken.status, taken.body.received]).toEqual([200, 1])
    cli.child.kill('SIGTERM')
    const { code, stdout, stderr } = await cli.ended()
    expect([code, stdout.trim().split('\n').length, stderr]).toEqual([0, 1, ''])
  })

  test('is a Supabase project as well when told so, under the same address', async () => {
    const cli = start(['--port', '0', '--supabase', '--no-customer'])
    const { url, supabaseUrl, supabaseAnonKey, tokenEndpoint } = await cli.ready()
    expect(supabaseUrl).toBe(url)
    const signedIn = await createApi(tokenEndpoint ?? '', null)('POST', '', { body: { workspace_id: 'demo' } })
    const rest = createApi(`${url}/rest/v1`, signedIn.body.token)
    const { status, body } = await rest('GET', '/conversations?select=id', {
      headers: { apikey: supabaseAnonKey ?? '' },
    })
    expect([status, (body as unknown as unknown[]).length]).toEqual([200, expect.any(Number)])
    expect((body as unknown as unknown[]).length).toBeGreaterThanOrEqual(12)
    cli.child.kill('SIGTERM')
    const { code, stderr } = await cli.ended()
    expect([code, stderr]).toEqual([0, ''])
  })

  test('is a base server when told so, starts empty when told so, and keeps a given secret to itself', async () => {
    const cli = start(['--port=0', '--wire=chatengine-base', '--no-seed', '--no-customer'], {
      CHATENGINE_JWT_SECRET: 'a secret of the CRM',
    })
    const ready = await cli.ready()
    expect(ready).toMatchObject({ wire: 'chatengine-base', capabilities: [], tokenEndpoint: null })
    const answer = await createApi(ready.url, null)('POST', '/functions/v1/chatengine-token', { body: {} })
    expect(answer.status).toBe(404)
    cli.child.kill('SIGINT')
    expect((await cli.ended()).code).toBe(0)
  })

  test.each([
    ['pytake', '/api/v1/conversations?limit=100'],
    ['kanban', '/api/conversations?limit=100'],
  ])('speaks %s when told so, with the same demo behind it', async (wire, path) => {
    const cli = start(['--port', '0', '--wire', wire, '--no-customer'])
    const { url, tokenEndpoint, ...ready } = await cli.ready()
    expect(ready).toMatchObject({ wire, capabilities: [] })
    const signedIn = await createApi(tokenEndpoint ?? '', null)('POST', '', { body: { workspace_id: 'demo' } })
    const { status, body } = await createApi(url, signedIn.body.token)('GET', path)
    const list = Array.isArray(body) ? body : body.data
    expect([status, list.length >= 12]).toEqual([200, true])
    cli.child.kill('SIGTERM')
    const { code, stderr } = await cli.ended()
    expect([code, stderr]).toEqual([0, ''])
  })

  test('hears a file that is far too large to its end, so that the refusal is read', async () => {
    const cli = start(['--port', '0'])
    const api = await cli.signIn()
    const { body } = await api('GET', '/conversations')
    const form = new FormData()
    form.set('conversationId', body.data[0]?.id ?? '')
    form.set('file', new File([new Uint8Array(40 * 1024 * 1024)], 'film.mp4'))
    expect((await api('POST', '/attachments', { body: form })).status).toBe(413)
  })

  test('says in one line that its port is taken', async () => {
    const blocker = createServer()
    await new Promise<void>((resolve) => {
      blocker.listen(0, '127.0.0.1', resolve)
    })
    const { port } = blocker.address() as AddressInfo
    const { code, stdout, stderr } = await start(['--no-seed', '--port', String(port)]).ended()
    blocker.close()
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toBe(`chatengine: unable to listen on port ${port}; it is in use. Use another with --port.\n`)
  })

  test('says in one line that its directory cannot be', async () => {
    const { code, stdout, stderr } = await start(['--data', import.meta.filename, '--port', '0']).ended()
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toBe('chatengine: unable to open the data directory; it cannot be made. Use another.\n')
  })

  test.each([[['--prot', '1']], [['--port', 'http']], [['--port', '70000']], [['--wire', 'morse']], [['extra']]])(
    'refuses %j in one line and with exit code 2',
    async (args) => {
      const { code, stdout, stderr } = await start(args).ended()
      expect([code, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(/^chatengine: .+ Try --help\.\n$/)
    },
  )

  test('explains itself', async () => {
    const { code, stdout } = await start(['--help']).ended()
    expect([code, stdout]).toEqual([0, HELP])
  })
})

describe('its arguments', () => {
  test('have defaults', () => {
    expect(parseCliArguments([])).toEqual({
      port: 4400,
      host: '127.0.0.1',
      dataDir: undefined,
      wire: 'chatengine',
      isSeeded: true,
      hasCustomer: true,
      hasSupabase: false,
    })
  })

  test.each([
    [['--port']],
    [['--port=']],
    [['--port=-1']],
    [['--data=']],
    [['--host=']],
    [['--seed']],
    [['--port', '1e3']],
  ])('are refused when they are %j', (args) => {
    expect(parseCliArguments(args)).toEqual({ error: expect.stringMatching(/^[^\n]+$/) })
  })
})
