import type { Browser, Page, Route } from 'playwright'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createEngine, type Engine } from '../../src/engine/index.ts'
import { serveBuiltApp } from '../helpers/builtApp.ts'
import { startFaultProxy, type FaultProxy } from '../helpers/faultProxy.ts'
import { openBrowser } from '../helpers/openBrowser.ts'

let engine: Engine
let line: FaultProxy
let app: Awaited<ReturnType<typeof serveBuiltApp>>
/** The same with everything in its first script. */
let eagerApp: typeof app
let browser: Browser
let query = ''
beforeAll(async () => {
  engine = await createEngine({ provider: false, devTokens: true, supabase: true })
  const { url } = await engine.listen()
  line = await startFaultProxy(url)
  app = await serveBuiltApp()
  eagerApp = await serveBuiltApp('e2e/eagerApp')
  browser = await openBrowser()
  const places = { engine: line.url, supabase: url, key: engine.supabase?.anonKey ?? '' }
  query = `?${new URLSearchParams(places)}`
}, 90_000)
afterAll(async () => {
  await browser.close()
  await app.close()
  await eagerApp.close()
  await line.close()
  await engine.close()
})

/** A conversation that opens by itself, for it is the newest; `write` is its customer. */
async function seed() {
  line.setMode('up')
  const [seeded] = await engine.seed('demo', [{ messages: [{ text: `first ${crypto.randomUUID()}` }] }])
  const write = (text: string) =>
    engine.database.query(
      `insert into messages (conversation_id, workspace_id, is_outgoing, body) values ($1, 'demo', false, $2)`,
      [seeded?.id, text],
    )
  return { write }
}

const PARTS = /assets\/parts.*\.js$/
const SOCKET_LINE = /assets\/socketLine.*\.js$/
const LISTENING = /assets\/(socketLine|parts|dist)-.*\.js$/
const LIVE_PARTS = /assets\/liveParts.*\.js$/
/** `dist`: Supabase's own client. What the first script shares with them is in scripts of other names. */
const ALL_LATE = /assets\/(liveParts|session|socketLine|parts|dist)-.*\.js$/
const refuse = (route: Route) => route.abort()

/** A page in which some scripts go another way from the beginning. */
async function visit(scripts?: RegExp, take: (route: Route) => unknown = refuse, { url } = app) {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const page: Page = await context.newPage()
  if (scripts !== undefined) await page.route(scripts, take)
  await page.goto(`${url}/${query}`)
  return {
    page,
    live: page.getByText('Live', { exact: true }),
    sees: (text: string) => page.locator('.crm-bubble', { hasText: text }).waitFor({ timeout: 40_000 }),
    texts: () => page.locator('.crm-bubble .crm-text').allTextContents(),
  }
}

/** The same, with the newest conversation open. */
async function open(...ways: Parameters<typeof visit>) {
  const visited = await visit(...ways)
  await visited.page.locator('.crm-bubble').first().waitFor()
  return visited
}

describe('what keeps a page true, in a built page', () => {
  it('is waited for, and said to be missing where it fails; a reload helps where the browser remembers', async () => {
    const { write } = await seed()
    const held: Route[] = []
    const late = await visit(LIVE_PARTS, (route) => held.push(route))
    const failing = await visit(LIVE_PARTS)
    await late.page.getByText('Connecting').first().waitFor()
    await failing.page.getByText('Offline').first().waitFor()
    await write('meanwhile')
    expect(await late.page.locator('.crm-bubble').count()).toBe(0)
    await expect.poll(() => held.length).toBe(1)
    await held[0]?.continue()
    await failing.page.unroute(LIVE_PARTS)
    await failing.page.reload()
    await Promise.all([late.live.waitFor(), failing.live.waitFor()])
    for (const { texts, sees } of [late, failing]) {
      await sees('meanwhile')
      expect(await texts()).toEqual([expect.stringMatching(/^first/), 'meanwhile'])
    }
  }, 60_000)
})

describe('what listens to Supabase, in a built page', () => {
  it('is there when it is needed, although nothing can be loaded any more then', async () => {
    const { write } = await seed()
    const loaded: string[] = []
    const { page, live, sees } = await open(ALL_LATE, async (route) => {
      await route.continue()
      loaded.push(route.request().url())
    })
    await live.waitFor()
    await expect.poll(() => loaded.some((each) => PARTS.test(each))).toBe(true)
    // Supabase's own client, too.
    await page.waitForLoadState('networkidle')
    await page.route(ALL_LATE, refuse)
    line.setMode('refused')
    await write('over the detour')
    await sees('over the detour')
  }, 60_000)

  it('is missed by nobody where it fails, or hangs: Supabase is asked, until the line is back', async () => {
    const { write } = await seed()
    const pages = await Promise.all([open(PARTS), open(PARTS, () => {})])
    const allSee = (text: string) => Promise.all(pages.map(({ sees }) => sees(text)))
    await Promise.all(pages.map(({ live }) => live.waitFor()))
    await write('over the line')
    await allSee('over the line')
    line.setMode('refused')
    await Promise.all(pages.map(({ live }) => live.waitFor({ state: 'hidden' })))
    await write('meanwhile')
    await allSee('meanwhile')
    line.setMode('up')
    await Promise.all(pages.map(({ live }) => live.waitFor()))
    await write('over the line again')
    await allSee('over the line again')
  }, 120_000)
})

describe('what makes the socket, in a built page', () => {
  it('is not waited for: without it, and without Supabase’s, everything comes and goes, once and in order', async () => {
    const { write } = await seed()
    const held: Route[] = []
    const late = await open(SOCKET_LINE, (route) => held.push(route))
    const never = await open(LISTENING)
    const whole = await open(ALL_LATE, refuse, eagerApp)
    const pages = [late, never, whole]
    const allSee = (text: string) => Promise.all(pages.map(({ sees }) => sees(text)))
    await late.page.getByText('Live · Supabase').waitFor()
    await never.page.getByText('Checking for news', { exact: true }).waitFor()
    // With ./eager there is no further script to be refused.
    await whole.live.waitFor()
    const say = async ({ page }: typeof late, text: string) => {
      await page.getByRole('textbox').fill(text)
      await page.keyboard.press('Enter')
    }
    await Promise.all([write('a question'), ...pages.map((page, index) => say(page, `answer ${index}`))])
    const written = ['a question', 'answer 0', 'answer 1', 'answer 2']
    for (const text of written) await allSee(text)
    expect(held).toHaveLength(1)
    await held[0]?.continue()
    // Browsers that remember what has failed are helped by a reload.
    await never.page.unroute(LISTENING)
    await never.page.reload()
    await Promise.all(pages.map(({ live }) => live.waitFor()))
    await write('over the line')
    await allSee('over the line')
    const texts = await late.texts()
    expect(texts.toSorted()).toEqual([...written, expect.stringMatching(/^first/), 'over the line'])
    expect(texts.at(-1)).toBe('over the line')
    for (const each of pages) expect(await each.texts()).toEqual(texts)
  }, 60_000)
})
