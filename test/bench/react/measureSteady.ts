/** From a message's receipt to the commit that shows it: at a steady 100 a second, and of lone ones. */
import { toPercentiles, type Percentiles } from '../percentiles.ts'
import { createInput, type ListedMessage } from '../ingest/input.ts'
import type { Frame } from '../../../src/transports/transport.ts'
import { HELD, openContest, type Contest, type Seat } from './contest.ts'
import type { ReactContestant } from './contestants.ts'

export interface SteadyResult extends Pick<ReactContestant, 'name' | 'kind'> {
  /** Messages that were never shown, in all rounds. Then there are no times. */
  readonly unseen: number
  /** ms from receipt to commit: of each round, and the median of those. One stall of the machine is not everybody's p99. */
  readonly steady: Percentiles | null
  readonly lone: Percentiles | null
}

export interface SteadyOptions {
  readonly contestants: readonly ReactContestant[]
  /** Default 5, and one for warming up. */
  readonly rounds?: number
  /** Messages in a round. Default 300 at 100 a second, and 30 lone ones. */
  readonly count?: { readonly steady: number; readonly lone: number }
}

const EVERY_MS = 10
/** Far enough from each other, and never at the same place between two of the page's frames. */
const LONE_MS = [131, 154, 142, 139, 147]

export async function measureSteady({
  contestants,
  rounds = 5,
  count = { steady: 300, lone: 30 },
}: SteadyOptions): Promise<SteadyResult[]> {
  const contest = await openContest(contestants)
  try {
    const all = contest.seats.map((seat) => ({
      seat,
      steady: [] as Percentiles[],
      lone: [] as Percentiles[],
      unseen: 0,
    }))
    for (let round = -1; round < rounds; round += 1) {
      // In turns, so that whatever else the machine does falls on all of them.
      for (const each of all) {
        const [steady, lone] = await each.seat.withScreen(async () => [
          await watchStream(contest, each.seat, { count: count.steady, waitMs: () => EVERY_MS }),
          await watchStream(contest, each.seat, { count: count.lone, waitMs: (index) => LONE_MS[index % 5] ?? 0 }),
        ])
        each.unseen += steady.unseen + lone.unseen
        if (round < 0) continue
        each.steady.push(toPercentiles(steady.latencies))
        each.lone.push(toPercentiles(lone.latencies))
      }
    }
    return all.map(({ seat: { contestant }, steady, lone, unseen }) => ({
      name: contestant.name,
      kind: contestant.kind,
      unseen,
      steady: unseen > 0 ? null : toMedian(steady),
      lone: unseen > 0 ? null : toMedian(lone),
    }))
  } finally {
    await contest.close()
  }
}

interface Stream {
  readonly count: number
  /** Until the next message. */
  readonly waitMs: (index: number) => number
}

async function watchStream({ line }: Contest, { page }: Seat, { count, waitMs }: Stream) {
  await page.evaluate(() => globalThis.watch.start({ isTimed: true }))
  const settled = page.evaluate((expected) => globalThis.watch.settle(expected), count)
  let due = performance.now()
  for (let index = 0; index < count; index += 1) {
    // By the clock, not one wait after the other: what a wait takes too long is made good by the next.
    due += waitMs(index)
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
    line.say(toNextFrame())
  }
  await settled
  return page.evaluate(() => globalThis.watch.read())
}

function toMedian(rounds: readonly Percentiles[]): Percentiles {
  const of = (share: keyof Percentiles) => {
    const sorted = rounds.map((round) => round[share]).toSorted((a, b) => a - b)
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  }
  return { p50: of('p50'), p95: of('p95'), p99: of('p99'), max: of('max') }
}

const { frames } = createInput(HELD)
const template = frames.findLast(({ name }) => name === 'message')?.payload as ListedMessage & {
  readonly createdAt: string
}
let said = 0

/** A message newer than all that was said before it. */
function toNextFrame(): Frame {
  said += 1
  const at = new Date(Date.parse(template.createdAt) + said * 1_000).toISOString()
  return { name: 'message', payload: { ...template, id: `steady-${said}`, createdAt: at, updatedAt: at } }
}
