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
const ALL_BUT_THE_FIRST = /assets\/(?!index).*\.js$/
const refuse = (route: Route) => route.abort()

/** A page with the newest conversation open, in which some scripts go another way from the beginning. */
async function open(scripts?: RegExp, take: (route: Route) => unknown = refuse) {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const page: Page = await context.newPage()
  if (scripts !== undefined) await page.route(scripts, take)
  await page.goto(address)
  await page.locator('.crm-bubble').first().waitFor()
  return {
    page,
    live: page.getByText('Live', { exact: true }),
    sees: (text: string) => page.locator('.crm-bubble', { hasText: text }).waitFor({ timeout: 40_000 }),
    texts: () => page.locator('.crm-bubble .crm-text').allTextContents(),
  }
}

describe('what listens to Supabase, in a built page', () => {
  it('is there when it is needed, although nothing can be loaded any more then', async () => {
    const { write } = await seed()
    const loaded: string[] = []
    const { page, live, sees } = await open(ALL_BUT_THE_FIRST, async (route) => {
      await route.continue()
      loaded.push(route.request().url())
    })
    await live.waitFor()
    await expect.poll(() => loaded.some((each) => PARTS.test(each))).toBe(true)
    // Supabase's own client, too.
    await page.waitForLoadState('networkidle')
    await page.route(ALL_BUT_THE_FIRST, refuse)
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
  it('is not waited for: without it, and without any other script, everything comes and goes, once and in order', async () => {
    const { write } = await seed()
    const held: Route[] = []
    const late = await open(SOCKET_LINE, (route) => held.push(route))
    const never = await open(ALL_BUT_THE_FIRST)
    const bothSee = (text: string) => Promise.all([late.sees(text), never.sees(text)])
    await late.page.getByText('Live · Supabase').waitFor()
    await never.page.getByText('Checking for news', { exact: true }).waitFor()
    const say = async ({ page }: typeof late, text: string) => {
      await page.getByRole('textbox').fill(text)
      await page.keyboard.press('Enter')
    }
    await Promise.all([write('a question'), say(late, 'an answer'), say(never, 'another one')])
    const written = ['a question', 'an answer', 'another one']
    for (const text of written) await bothSee(text)
    expect(held).toHaveLength(1)
    await held[0]?.continue()
    // Browsers that remember what has failed are helped by a reload.
    await never.page.unroute(ALL_BUT_THE_FIRST)
    await never.page.reload()
    await Promise.all([late.live.waitFor(), never.live.waitFor()])
    await write('over the line')
    await bothSee('over the line')
    const texts = await late.texts()
    expect(texts.toSorted()).toEqual([...written, expect.stringMatching(/^first/), 'over the line'])
    expect(texts.at(-1)).toBe('over the line')
    expect(await never.texts()).toEqual(texts)
  }, 60_000)
})
