import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEngine } from '../../src/engine/index.ts'
import { serveBuiltApp } from '../helpers/builtApp.ts'
import { startEngineProcess, type EngineProcess } from '../helpers/engineProcess.ts'
import { openBrowser } from '../helpers/openBrowser.ts'
import { readThread } from '../helpers/readThread.ts'

const AWAY_MS = 10_000

describe('an engine that is killed for ten seconds', () => {
  let dataDir = ''
  let engine: EngineProcess
  let app: Awaited<ReturnType<typeof serveBuiltApp>>
  let browser: Browser
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'chatengine-'))
    const [started, served, opened] = await Promise.all([
      startEngineProcess(['--port', '0', '--data', dataDir, '--no-customer']),
      serveBuiltApp(),
      openBrowser(),
    ])
    engine = started
    app = served
    browser = opened
  })
  afterAll(async () => {
    await browser.close()
    await app.close()
    await engine.kill()
    await rm(dataDir, { recursive: true, force: true })
  })

  const openTab = async () => {
    const page = await browser.newPage()
    await page.goto(`${app.url}/?engine=${engine.url}`)
    await page.getByText('Live', { exact: true }).waitFor()
    await page.locator('.crm-bubble').first().waitFor()
    return page
  }
  /** From the top: what is older is loaded on the way there, so it is read again until nothing is added. */
  const rows = async (page: Page) => (await page.evaluate(readThread)).map(([id]) => id)

  it('leaves both tabs with exactly the database’s messages, one each, in order, and the answer sent once', async () => {
    const tabs = [await openTab(), await openTab()]
    const name = await tabs[0]?.locator('.crm-item[aria-current] .crm-item-name').textContent()
    const { port } = engine

    await engine.kill()
    const killedAt = Date.now()
    await tabs[0]?.getByRole('textbox').fill('Escrito enquanto estava fora')
    await tabs[0]?.keyboard.press('Enter')
    await tabs[0]?.getByText('Offline', { exact: true }).waitFor()

    // Somebody else writes into the same database while the engine is away.
    const writer = await createEngine({ dataDir, provider: false })
    const [conversation] = await writer.database.query<{ id: string }>(
      'select c.id::text from conversations c join contacts p on p.id = c.contact_id where p.name = $1',
      [name],
    )
    for (let number = 0; number < 25; number += 1) {
      await writer.database.query(
        `insert into messages (workspace_id, conversation_id, type, body, is_outgoing, status)
         values ('demo', $1, 'text', $2, false, 'delivered')`,
        [conversation?.id, `enquanto isso ${number}`],
      )
    }
    await writer.close()
    await new Promise((resolve) => setTimeout(resolve, AWAY_MS - (Date.now() - killedAt)))
    engine = await startEngineProcess(['--port', String(port), '--data', dataDir, '--no-customer'])

    for (const tab of tabs) await tab.getByText('Live', { exact: true }).waitFor({ timeout: 45_000 })
    for (const tab of tabs) await tab.getByText('Escrito enquanto estava fora').first().waitFor()
    await expect.poll(async () => (await tabs[0]?.getByText('Read', { exact: true }).count()) ?? 0).toBeGreaterThan(0)

    const token = await fetch(`${engine.url}/functions/v1/chatengine-token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ workspace_id: 'demo' }),
    }).then((response) => response.json() as Promise<{ token: string }>)
    const held = await fetch(`${engine.url}/api/chat/messages?limit=200&conversation_id=${conversation?.id}`, {
      headers: { authorization: `Bearer ${token.token}` },
    }).then((response) => response.json() as Promise<{ data: { id: string; body: string }[] }>)
    const expected = held.data.toReversed().map(({ id }) => id)
    expect(held.data.filter(({ body }) => body === 'Escrito enquanto estava fora')).toHaveLength(1)
    expect(held.data.filter(({ body }) => body.startsWith('enquanto isso'))).toHaveLength(25)
    for (const tab of tabs) await expect.poll(() => rows(tab)).toEqual(expected)
  }, 120_000)
})
