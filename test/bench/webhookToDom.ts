/** How long a customer's message takes from the webhook to the DOM of a second tab, beside a bare socket in the same run. */
import { io } from 'socket.io-client'
import type { Page } from 'playwright'
import { serveBuiltApp } from '../helpers/builtApp.ts'
import { startEngineProcess } from '../helpers/engineProcess.ts'
import { openBrowser } from '../helpers/openBrowser.ts'
import { DEMO_WORKSPACE, enterDemo } from './demo.ts'
import { toPercentiles, type Percentiles } from './percentiles.ts'

export interface WebhookToDom {
  readonly messages: number
  /** ms from just before the POST to the message in the second tab's DOM. */
  readonly secondTab: Percentiles
  /** ms from just before the POST to a bare Socket.IO client in Node hearing of it. */
  readonly bareSocket: Percentiles
  /** The second tab's p50 over the bare socket's. */
  readonly ratioP50: number
}

/** Both clocks are this machine's. */
const now = () => performance.timeOrigin + performance.now()

export async function measureWebhookToDom(messages: number): Promise<WebhookToDom> {
  const [engine, app, browser] = await Promise.all([
    startEngineProcess(['--port', '0', '--no-customer']),
    serveBuiltApp(),
    openBrowser(),
  ])
  try {
    const tabs = [await browser.newPage(), await browser.newPage()]
    for (const tab of tabs) await openTab(tab, `${app.url}/?engine=${engine.url}`)
    const [, second] = tabs
    if (second === undefined) throw new Error('there is no second tab')
    await watchDom(second)
    const bare = await openBareSocket(engine.url)
    const dom: number[] = []
    const socket: number[] = []
    for (let number = 0; number < messages; number += 1) {
      const text = `bench ${number} ${crypto.randomUUID()}`
      const heard = bare.heard(text)
      const sentAt = now()
      await bare.write(text)
      socket.push((await heard) - sentAt)
      dom.push((await seenAt(second, text)) - sentAt)
      // A lone message each time: a quiet moment in between.
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
    bare.close()
    const [secondTab, bareSocket] = [toPercentiles(dom), toPercentiles(socket)]
    return { messages, secondTab, bareSocket, ratioP50: Number((secondTab.p50 / bareSocket.p50).toFixed(2)) }
  } finally {
    await browser.close()
    await app.close()
    await engine.kill()
  }
}

async function openTab(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByText('Live', { exact: true }).waitFor()
  await page.locator('.crm-bubble').first().waitFor()
}

/** Notes when each text comes into the page. */
async function watchDom(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = new Map<string, number>()
    Object.assign(globalThis, { seen })
    new MutationObserver((changes) => {
      const at = performance.timeOrigin + performance.now()
      for (const { addedNodes } of changes) {
        for (const node of addedNodes) {
          const text = node instanceof Element ? /bench \S+ \S{36}/.exec(node.textContent ?? '')?.[0] : undefined
          if (text !== undefined && !seen.has(text)) seen.set(text, at)
        }
      }
    }).observe(document.querySelector('.crm-thread') ?? document.body, { childList: true, subtree: true })
  })
}

async function seenAt(page: Page, text: string): Promise<number> {
  const handle = await page.waitForFunction(
    (wanted) => (globalThis as unknown as { seen: Map<string, number> }).seen.get(wanted) ?? null,
    text,
    { polling: 5 },
  )
  return Number(await handle.jsonValue())
}

/** A client that does nothing but listen, on the conversation that both tabs have open. */
async function openBareSocket(url: string) {
  const { token, conversationId, write } = await enterDemo(url)
  const auth = { token, workspaceId: DEMO_WORKSPACE }
  const socket = io(url, { path: '/api/ws', auth, transports: ['websocket'], forceNew: true })
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  await socket.emitWithAck('subscribe:conversation', conversationId)
  return {
    write,
    close: () => socket.disconnect(),
    heard: (text: string) =>
      new Promise<number>((resolve) => {
        const listener = ({ content }: { content: string }) => {
          if (content !== text) return
          socket.off('message', listener)
          resolve(now())
        }
        socket.on('message', listener)
      }),
  }
}
