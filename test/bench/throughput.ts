/** How many messages a second one tab takes: this library's client, and a bare Socket.IO client in the same tab. */
import type { Page } from 'playwright'
import { serveBuiltApp } from '../helpers/builtApp.ts'
import { unsignedJwt } from '../helpers/jwt.ts'
import { openBrowser } from '../helpers/openBrowser.ts'
import type { Kind } from './lines/line.ts'
import { startWireServer } from './lines/wireServer.ts'
import { toPercentiles } from './percentiles.ts'

export interface Throughput {
  readonly messages: number
  readonly rounds: number
  /** Messages a second, median of the rounds. */
  readonly bareSocket: number
  /** The same with the conversation on screen, everything there once and in order. */
  readonly ours: number
  /** Ours over the bare socket's, median of the rounds: both of a round are measured next to each other. */
  readonly ratio: number
  /** What all of it takes more for a message than the bare socket does, µs. */
  readonly ownMicroseconds: number
}

export interface ThroughputOptions {
  /** A round. */
  readonly messages: number
  readonly rounds: number
}

export async function measureThroughput({ messages, rounds }: ThroughputOptions): Promise<Throughput> {
  const [server, app, browser] = await Promise.all([startWireServer(), serveBuiltApp('bench/linesApp'), openBrowser()])
  try {
    const page = await browser.newPage()
    await page.goto(app.url)
    await page.waitForFunction(() => 'lines' in globalThis)
    const token = unsignedJwt({ workspaceId: 'demo', sub: 'user-1' })
    const perSecond: Record<Kind, number[]> = { bare: [], ours: [] }
    // The first of each is for warming up.
    for (let round = -1; round < rounds; round += 1) {
      for (const kind of round % 2 === 0 ? (['bare', 'ours'] as const) : (['ours', 'bare'] as const)) {
        const place = { url: server.url, token, conversationId: `${kind}-${round}` }
        const ms = await receiveIn(page, kind, place, messages)
        if (round >= 0) perSecond[kind].push((messages / ms) * 1_000)
      }
    }
    const { p50: ratio } = toPercentiles(perSecond.ours.map((ours, at) => ours / (perSecond.bare[at] ?? Number.NaN)))
    const [bareSocket, ours] = [toPercentiles(perSecond.bare).p50, toPercentiles(perSecond.ours).p50]
    const ownMicroseconds = Number((1e6 / ours - 1e6 / bareSocket).toFixed(1))
    return { messages, rounds, bareSocket: Math.round(bareSocket), ours: Math.round(ours), ratio, ownMicroseconds }
  } finally {
    await browser.close()
    await app.close()
    await server.close()
  }
}

async function receiveIn(
  page: Page,
  kind: Kind,
  place: { readonly url: string; readonly token: string; readonly conversationId: string },
  messages: number,
): Promise<number> {
  // What the last one has left behind is cleared away first.
  await page.requestGC()
  const { ms, fault } = await page.evaluate((parameters) => globalThis.lines.receive(...parameters), [
    kind,
    place,
    messages,
  ] as const)
  if (fault !== null) throw new Error(`the messages are not all there, once and in order: ${fault}`)
  return ms
}
