/** What a long conversation takes in a tab's heap, against the JSON of the same messages. */
import type { CDPSession, JSHandle } from 'playwright'
import { serveBuiltApp } from '../helpers/builtApp.ts'
import { unsignedJwt } from '../helpers/jwt.ts'
import { openBrowser } from '../helpers/openBrowser.ts'
import type { Held } from './lines/hold.ts'
import { startWireServer } from './lines/wireServer.ts'

export interface Memory {
  readonly messages: number
  /** Bytes of JSON of the messages as the client hands them out. */
  readonly jsonBytes: number
  /** The same of the rows as they came over HTTP. */
  readonly wireBytes: number
  /** Bytes of heap after garbage collection, without what was there before: on screen, and once nobody looks any more. */
  readonly watchedBytes: number
  readonly cachedBytes: number
  /** The larger of the two over the smaller JSON. */
  readonly ratio: number
}

export async function measureMemory(messages: number): Promise<Memory> {
  const [server, app, browser] = await Promise.all([
    startWireServer({ history: messages }),
    serveBuiltApp('bench/linesApp'),
    openBrowser(),
  ])
  try {
    const page = await browser.newPage()
    await page.goto(app.url)
    await page.waitForFunction(() => 'lines' in globalThis)
    const devTools = await page.context().newCDPSession(page)
    const place = { url: server.url, token: unsignedJwt({ workspaceId: 'demo', sub: 'user-1' }) }
    const hold = (conversationId: string) =>
      page.evaluateHandle((parameters) => globalThis.lines.hold(...parameters), [
        { ...place, conversationId },
        messages,
      ] as const)
    const before = await measureHeap(devTools)
    const served = server.servedBytes()
    const held = await hold('018f4b1d-8f0e-7000-8000-00000000c0de')
    const wireBytes = server.servedBytes() - served
    await check(held, messages)
    const watched = (await measureHeap(devTools)) - before
    await held.evaluate((each) => each.leave())
    // Let go of a moment later, so that a component that mounts again finds it.
    await new Promise((resolve) => setTimeout(resolve, 300))
    const cached = (await measureHeap(devTools)) - before
    const jsonBytes = await held.evaluate((each) => each.jsonBytes())
    return {
      ...{ messages, jsonBytes, wireBytes, watchedBytes: watched, cachedBytes: cached },
      ratio: Number((Math.max(watched, cached) / Math.min(jsonBytes, wireBytes)).toFixed(2)),
    }
  } finally {
    await browser.close()
    await app.close()
    await server.close()
  }
}

async function check(held: JSHandle<Held>, messages: number): Promise<void> {
  const { fault, count } = await held.evaluate((each) => ({ fault: each.fault, count: each.messages }))
  if (fault !== null || count !== messages) throw new Error(`the messages are not all there: ${fault ?? count}`)
}

async function measureHeap(devTools: CDPSession): Promise<number> {
  // Twice: what was only weakly held goes with the second.
  for (let round = 0; round < 2; round += 1) await devTools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devTools.send('Runtime.getHeapUsage')
  return usedSize
}
