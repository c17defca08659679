/** A burst of 1,000 frames into a list of which the newest 50 are on screen, in Chromium, contestants in turns. */
import { createInput } from '../ingest/input.ts'
import { traceTasks } from '../longestTask.ts'
import { HELD, openContest, type Contest, type Seat } from './contest.ts'
import type { ReactContestant } from './contestants.ts'
import type { Seen } from './watchPage.ts'

export interface ReactBurstResult extends Pick<ReactContestant, 'name' | 'kind'> {
  /** By how many times slower the processor was made. */
  readonly bySlowness: Readonly<Record<number, ReactBurstCell>>
}

/** Medians. */
export interface ReactBurstCell {
  /** What is wrong with the rows on screen, in any round. Then nothing else is said. */
  readonly fault: string | null
  /** From the first frame's receipt to the last message in the DOM. */
  readonly ms: number | null
  /** The quickest round's: what others do on the machine only makes it longer. */
  readonly quickestMs: number | null
  readonly commits: number | null
  /** From one frame's beginning to the next one's; the first counts from the first event. */
  readonly mostCommitsInAFrame: number | null
  readonly droppedFrames: number | null
  readonly peakHeapMb: number | null
  readonly longestTaskMs: number | null
  /** The same by the processor's time, and all tasks together: what others do on the machine counts for less. */
  readonly longestTaskCpuMs: number | null
  readonly cpuMs: number | null
  readonly rounds: number
}

export interface ReactBurstOptions {
  readonly contestants: readonly ReactContestant[]
  /** Times slower than the machine is. Default 1 and 4. */
  readonly slowness?: readonly number[]
  /** Default 9. */
  readonly rounds?: number
  /** Rounds that are traced and weighed, for tasks and heap; they are not timed. Default 7. */
  readonly tracedRounds?: number
  /** Rounds before anything is taken. Default 3. */
  readonly warmUps?: number
}

const { frames, truth } = createInput(HELD)

export async function measureReactBurst(options: ReactBurstOptions): Promise<ReactBurstResult[]> {
  const { contestants, slowness = [1, 4], rounds = 9, tracedRounds = 7, warmUps = 3 } = options
  const contest = await openContest(contestants)
  try {
    const cells = new Map(contest.seats.map((seat) => [seat, new Map<number, ReactBurstCell>()]))
    for (const times of slowness) {
      const taken = new Map(contest.seats.map((seat) => [seat, [] as Round[]]))
      for (let round = -warmUps; round < rounds + tracedRounds; round += 1) {
        // In turns, so that whatever else the machine does falls on all of them.
        for (const seat of contest.seats) {
          const isTraced = round >= rounds
          const result = await seat.withScreen(() => race(contest, seat, { times, isTraced }))
          if (round >= 0) taken.get(seat)?.push({ ...result, isTraced })
        }
      }
      for (const [seat, results] of taken) cells.get(seat)?.set(times, toCell(results))
    }
    return contest.seats.map((seat) => {
      const { name, kind } = seat.contestant
      return { name, kind, bySlowness: Object.fromEntries(cells.get(seat) ?? []) }
    })
  } finally {
    await contest.close()
  }
}

type Round = Awaited<ReturnType<typeof race>> & { readonly isTraced: boolean }

async function race(
  { browser, line }: Contest,
  { page, slowDown }: Seat,
  { times, isTraced }: { readonly times: number; readonly isTraced: boolean },
) {
  const burst = async () => {
    const options = { lastId: truth.at(-1)?.id, isWeighed: isTraced }
    await page.evaluate((each) => globalThis.watch.start(each), options)
    const settled = page.evaluate((expected) => globalThis.watch.settle(expected), frames.length)
    frames.forEach(line.say)
    await settled
  }
  await slowDown(times)
  const tasks = isTraced ? await traceTasks(browser, page, burst, ['burst-start', 'burst-end']) : await burst()
  await slowDown(1)
  const seen: Seen = await page.evaluate(() => globalThis.watch.read())
  const fault = await page.evaluate((held) => globalThis.contest.check(held), HELD)
  return { seen, fault, tasks: tasks ?? [] }
}

function toCell(results: readonly Round[]): ReactBurstCell {
  const timed = results.filter(({ isTraced }) => !isTraced)
  const nothing = {
    ms: null,
    quickestMs: null,
    commits: null,
    mostCommitsInAFrame: null,
    droppedFrames: null,
    peakHeapMb: null,
  }
  const fault = results.find((each) => each.fault !== null)?.fault ?? null
  const none = { longestTaskMs: null, longestTaskCpuMs: null, cpuMs: null }
  if (fault !== null) return { ...nothing, ...none, fault, rounds: timed.length }
  const traced = results.filter(({ isTraced }) => isTraced)
  const median = (pick: (seen: Seen) => number | null) => toMedian(timed.map(({ seen }) => pick(seen)))
  return {
    fault,
    ms: median(({ ms }) => ms),
    quickestMs: Number(Math.min(...timed.map(({ seen }) => seen.ms ?? Infinity)).toFixed(2)),
    commits: median(({ commits }) => commits),
    mostCommitsInAFrame: median(({ mostCommitsInAFrame }) => mostCommitsInAFrame),
    droppedFrames: median(({ droppedFrames }) => droppedFrames),
    peakHeapMb: toMedian(traced.map(({ seen }) => seen.peakHeapMb)),
    longestTaskMs: toMedian(traced.map(({ tasks }) => Math.max(...tasks.map(({ wallMs }) => wallMs)))),
    longestTaskCpuMs: toMedian(traced.map(({ tasks }) => Math.max(...tasks.map(({ cpuMs }) => cpuMs)))),
    cpuMs: toMedian(traced.map(({ tasks }) => tasks.reduce((sum, { cpuMs }) => sum + cpuMs, 0))),
    rounds: timed.length,
  }
}

function toMedian(values: readonly (number | null)[]): number | null {
  const sorted = values.filter((value) => value !== null).toSorted((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)]
  return middle === undefined ? null : Number(middle.toFixed(2))
}
