import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scenarios } from '../../src/testing/scenarios/index.ts'
import { toStoryId } from '../../stories/docs/stateNotes.ts'
import { openBrowser } from '../helpers/openBrowser.ts'
import { serveFolder } from '../helpers/serveFolder.ts'

const root = join(import.meta.dirname, '../..')
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
/** As it may be on anybody's server: not at its root. */
const PATH = '/docs/ui/'

describe('npm run build-storybook', () => {
  let folder = ''
  let ids: readonly string[] = []
  let close = () => {}
  let base = ''
  let browser: Browser
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'storybook-'))
    const { VITEST: _, ...env } = process.env
    const storybook = join(root, 'node_modules/storybook/dist/bin/dispatcher.js')
    await promisify(execFile)(process.execPath, [storybook, 'build', '--output-dir', folder, '--quiet'], {
      cwd: root,
      env,
      maxBuffer: 1e8,
    })
    const index = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')) as { entries: object }
    ids = Object.keys(index.entries)
    const server = await serveFolder(folder, PATH)
    close = server.close
    base = server.url + PATH
    browser = await openBrowser()
  }, 240_000)
  afterAll(async () => {
    await browser?.close()
    close()
    await rm(folder, { recursive: true, force: true })
  })

  /** A page that must have nothing to complain of. */
  async function open(path: string): Promise<{ readonly page: Page; readonly problems: readonly string[] }> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text())
    })
    page.on('response', (response) => {
      // What the page itself has made comes from nowhere else.
      const isOwn = response.url().startsWith(base) || response.url().startsWith(`blob:${new URL(base).origin}/`)
      if (response.status() >= 400 || !isOwn) problems.push(response.url())
    })
    await page.goto(base + path)
    return { page, problems }
  }

  it('begins with Start, has a story for every scenario, and none that needs a server', () => {
    expect(ids[0]).toBe('start--docs')
    expect(ids).toEqual(expect.arrayContaining((Object.keys(scenarios) as (keyof typeof scenarios)[]).map(toStoryId)))
    expect(ids.filter((id) => id.startsWith('live'))).toEqual([])
  })

  it('leads from the list of states to the story', async () => {
    const { page, problems } = await open('?path=/docs/states--docs')
    const frame = page.frameLocator('#storybook-preview-iframe')
    await frame.getByRole('link', { name: 'Unauthorized', exact: true }).click()
    await frame.getByRole('status').getByText('Signed out').first().waitFor({ timeout: 15_000 })
    expect(page.url()).toBe(`${base}?path=/story/${toStoryId('unauthorized')}`)
    expect(problems).toEqual([])
    await page.close()
  }, 60_000)

  it.each(['inbox--live', 'scenarios-line--reconnecting', 'parts-messagelist--docs', 'scenarios-sending--docs'])(
    'shows %s without a word in the console',
    async (id) => {
      expect(ids).toContain(id)
      const { page, problems } = await open(`iframe.html?id=${id}&viewMode=${id.endsWith('docs') ? 'docs' : 'story'}`)
      await page.locator('.crm-bubble').first().waitFor({ timeout: 30_000 })
      expect(problems).toEqual([])
      await page.close()
    },
    60_000,
  )

  it.each(
    ['start', 'states', 'theming', 'wording', 'accessibility'].flatMap((name) =>
      ['light', 'dark'].map((theme) => [name, theme] as const),
    ),
  )(
    'has a page "%s" that anybody can read in %s',
    async (name, theme) => {
      const { page, problems } = await open(`iframe.html?id=${name}--docs&viewMode=docs&globals=theme:${theme}`)
      await page.locator(`.docs[data-theme='${theme}'] h1`).waitFor({ timeout: 30_000 })
      await page.addScriptTag({ path: axe })
      const violations = await page.evaluate(async () => {
        const { axe: checker } = globalThis as unknown as {
          axe: { run: (where: string) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
        }
        const result = await checker.run('.docs')
        return result.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
      })
      expect(violations).toEqual([])
      await page.setViewportSize({ width: 320, height: 800 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
      expect(problems).toEqual([])
      await page.close()
    },
    60_000,
  )
})
