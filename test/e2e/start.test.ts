import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openBrowser } from '../helpers/openBrowser.ts'

const storybook = fileURLToPath(new URL('../../node_modules/storybook/dist/bin/dispatcher.js', import.meta.url))

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('npm start', () => {
  let child: ChildProcess
  let browser: Browser
  let url = ''
  beforeAll(async () => {
    const port = await findFreePort()
    url = `http://127.0.0.1:${port}`
    const { VITEST: _, ...env } = process.env
    child = spawn(process.execPath, [storybook, 'dev', '--ci', '--port', String(port), '--exact-port'], {
      env,
      stdio: 'ignore',
    })
    browser = await openBrowser()
    await vi.waitFor(async () => expect((await fetch(`${url}/health`)).status).toBe(200), {
      timeout: 60_000,
      interval: 200,
    })
  }, 90_000)
  afterAll(async () => {
    await browser.close()
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    await exited
  })

  it('opens on a live inbox in which the customer writes, the agent answers, and the customer answers again', async () => {
    const page = await browser.newPage()
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    await page.goto(`${url}/?path=/story/live-inbox--live-inbox`)
    const story = page.frameLocator('#storybook-preview-iframe')
    await story.getByText('Live', { exact: true }).waitFor({ timeout: 60_000 })
    await story.getByRole('button', { name: 'Customer writes' }).click()
    const log = story.getByRole('group', { name: 'Messages' })
    await log.getByText('Oi! Meu pedido já saiu?').waitFor()
    await story.getByRole('textbox').fill('Saiu agora há pouco!')
    await page.keyboard.press('Enter')
    const own = log.locator('.crm-bubble', { hasText: 'Saiu agora há pouco!' })
    await own.getByText('Read', { exact: true }).waitFor({ state: 'attached', timeout: 15_000 })
    await story.locator('.crm-typing .crm-dots').waitFor({ timeout: 15_000 })
    // Below one's own stands the answer.
    await expect
      .poll(() => log.locator('.crm-bubble').last().getAttribute('data-direction'), { timeout: 15_000 })
      .toBe('inbound')
    expect(problems).toEqual([])
  }, 120_000)

  it.each(['pytake', 'kanban'])(
    'does the same on the wire of %s, chosen in the toolbar',
    async (wire) => {
      const page = await browser.newPage()
      const problems: string[] = []
      page.on('pageerror', (error) => problems.push(error.message))
      await page.goto(`${url}/iframe.html?id=live-inbox--live-inbox&viewMode=story&globals=wire:${wire}`)
      await page.getByText('Live', { exact: true }).waitFor({ timeout: 60_000 })
      const bubbles = page.locator('.crm-bubble')
      await bubbles.first().waitFor({ timeout: 30_000 })
      await page.getByRole('button', { name: 'Customer writes' }).click()
      await bubbles.filter({ hasText: 'Oi! Meu pedido já saiu?' }).waitFor()
      await page.getByRole('textbox').fill('Saiu agora há pouco!')
      await page.keyboard.press('Enter')
      const own = bubbles.filter({ hasText: 'Saiu agora há pouco!' })
      await own.getByText('Read', { exact: true }).waitFor({ state: 'attached', timeout: 15_000 })
      expect(await own.count()).toBe(1)
      expect(problems).toEqual([])
      await page.close()
    },
    120_000,
  )

  it.each([1280, 390, 320])('scrolls nothing sideways at %i pixels', async (width) => {
    const page = await browser.newPage({ viewport: { width, height: 800 } })
    await page.goto(`${url}/iframe.html?id=live-inbox--live-inbox&viewMode=story`)
    await page.getByText('Live', { exact: true }).waitFor({ timeout: 30_000 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    await page.close()
  })
})
