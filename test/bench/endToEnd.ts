/** How long a message takes over the engine from its sender to this library's client, and to a bare Socket.IO client beside it. */
import { createEngine } from '../../src/engine/index.ts'
import { serveBuiltApp } from '../helpers/builtApp.ts'
import { openBrowser } from '../helpers/openBrowser.ts'
import { exchange, type Exchange, type Latencies } from './lines/exchange.ts'
import { toPercentiles, type Percentiles } from './percentiles.ts'

/** ms from the sender's word to the listener. */
export interface EndToEnd {
  readonly messages: number
  readonly bareSocket: Percentiles
  readonly ours: Percentiles
  /** Ours over the bare socket's. */
  readonly ratioP50: number
  /** What it takes longer than the bare socket for the same message, ms. */
  readonly later: Percentiles
}

/** Both clients in one Node process, and both in one tab. */
export async function measureEndToEnd(messages: number): Promise<{ readonly node: EndToEnd; readonly tab: EndToEnd }> {
  // Without a provider: receipts in between would be no lone messages.
  const engine = await createEngine({ provider: false })
  const { url } = await engine.listen()
  const [app, browser] = await Promise.all([serveBuiltApp('bench/linesApp'), openBrowser()])
  try {
    const page = await browser.newPage()
    await page.goto(app.url)
    await page.waitForFunction(() => 'lines' in globalThis)
    let count = 0
    const prepare = async (first: Exchange['first']): Promise<Exchange> => {
      const workspaceId = `exchange-${(count += 1)}`
      const [seeded] = await engine.seed(workspaceId, [{ messages: [] }])
      const token = await engine.signToken({ workspaceId, userId: 'agent-1' })
      const senderToken = await engine.signToken({ workspaceId, userId: 'agent-2' })
      const place = { url, token, conversationId: seeded?.id ?? '' }
      return { place, senderToken, messages: Math.ceil(messages / 2), first }
    }
    const measure = async (run: (options: Exchange) => Promise<Latencies>): Promise<EndToEnd> => {
      // A few to warm up; then one half told first, and the other half second.
      await run({ ...(await prepare('bare')), messages: 5 })
      return toEndToEnd([await run(await prepare('bare')), await run(await prepare('ours'))])
    }
    return {
      node: await measure(exchange),
      tab: await measure((options) => page.evaluate((each) => globalThis.lines.exchange(each), options)),
    }
  } finally {
    await browser.close()
    await app.close()
    await engine.close()
  }
}

function toEndToEnd(rounds: readonly Latencies[]): EndToEnd {
  const bare = rounds.flatMap((round) => round.bare)
  const ours = rounds.flatMap((round) => round.ours)
  const [bareSocket, own] = [toPercentiles(bare), toPercentiles(ours)]
  return {
    messages: ours.length,
    bareSocket,
    ours: own,
    ratioP50: Number((own.p50 / bareSocket.p50).toFixed(2)),
    later: toPercentiles(ours.map((ms, index) => ms - (bare[index] ?? Number.NaN))),
  }
}
