import type { Browser, Page, Route } from 'playwright'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createEngine, type Engine } from '../../src/engine/index.ts'
import { serveBuiltApp } from '../helpers/builtApp.ts'
import { startFaultProxy, type FaultProxy } from '../helpers/faultProxy.ts'
import { openBrowser } from '../helpers/openBrowser.ts'

let engine: Engine
let line: FaultProxy
let app: Awaited<ReturnType<typeof serveBuiltApp>>
let browser: Browser
let address = ''
beforeAll(async () => {
  engine = await createEngine({ provider: false, devTokens: true, supabase: true })
  const { url } = await engine.listen()
  line = await startFaultProxy(url)
  app = await serveBuiltApp()
  browser = await openBrowser()
  const query = { engine: line.url, supabase: url, key: engine.supabase?.anonKey ?? '' }
  address = `${app.url}/?${new URLSearchParams(query)}`
}, 90_000)
afterAll(async () => {
  await browser.close()
  await app.close()
  await line.close()
  await engine.close()
})

/** A page with the newest conversation open; `late`: what becomes of everything that is not in its first script. */
async function open({ late = 'loads' }: { late?: 'loads' | 'fails' | 'hangs' } = {}) {
  line.setMode('up')
  const [seeded] = await engine.seed('demo', [{ messages: [{ text: `first ${crypto.randomUUID()}` }] }])
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const page: Page = await context.newPage()
  const scripts: string[] = []
  const routeScripts = (take: (route: Route) => unknown) => page.route(/assets\/(?!index).*\.js$/, take)
  const refuseScripts = () => routeScripts((route) => route.abort())
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script') scripts.push(request.url())
  })
  if (late === 'fails') await refuseScripts()
  if (late === 'hangs') await routeScripts(() => {})
  await page.goto(address)
  const live = page.getByText('Live', { exact: true })
  await live.waitFor()
  await page.locator('.crm-bubble').first().waitFor()
  const write = (text: string) =>
    engine.database.query(
      `insert into messages (conversation_id, workspace_id, is_outgoing, body) values ($1, 'demo', false, $2)`,
      [seeded?.id, text],
    )
  const sees = (text: string) => page.locator('.crm-bubble', { hasText: text }).waitFor({ timeout: 40_000 })
  return { scripts, refuseScripts, live, write, sees }
}

describe('what listens to Supabase, in a built page', () => {
  it('is there when it is needed, although nothing can be loaded any more then', async () => {
    const { scripts, refuseScripts, write, sees } = await open()
    // The entry; what listens to Supabase; Supabase's own client.
    await expect.poll(() => scripts.length).toBeGreaterThanOrEqual(3)
    await expect.poll(() => scripts.some((each) => each.includes('parts'))).toBe(true)
    await refuseScripts()
    line.setMode('refused')
    await write('over the detour')
    await sees('over the detour')
  }, 60_000)

  it.each(['fails', 'hangs'] as const)(
    'is missed by nobody where it %s: Supabase is asked, until the line is back',
    async (late) => {
      const { live, write, sees } = await open({ late })
      await write('over the line')
      await sees('over the line')
      line.setMode('refused')
      await live.waitFor({ state: 'hidden' })
      await write('meanwhile')
      await sees('meanwhile')
      line.setMode('up')
      await live.waitFor()
      await write('over the line again')
      await sees('over the line again')
    },
    120_000,
  )
})
