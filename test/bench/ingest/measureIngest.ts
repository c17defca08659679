/** Contestants side by side: correctness first, then the time that a burst of 1,000 events takes. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Contestant } from './contestant.ts'
import { createInput, findFault, type BenchInput } from './input.ts'

export interface IngestResult {
  readonly name: string
  readonly kind: Contestant['kind']
  /** By how many messages were there before. */
  readonly sizes: Readonly<Record<number, IngestCell>>
}

export interface IngestCell {
  /** What is wrong: with its list, in any round, or with it altogether. Then there is no time. */
  readonly fault: string | null
  /** Median of the burst's time in ms; `null`: wrong, or not waited for. */
  readonly ms: number | null
  readonly rounds: number
}

export interface MeasureOptions {
  readonly contestants: readonly Contestant[]
  readonly sizes: readonly number[]
  /** At least so many rounds each. Default 15. */
  readonly rounds?: number
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void
/** From so many messages on, making them ready takes longest: they are measured seven times. */
const MANY = 50_000
/** A round that takes longer is not repeated; one that would take longer than `HOPELESS_MS` is not begun. */
const SLOW_MS = 2_000
const HOPELESS_MS = 30_000

export async function measureIngest({ contestants, sizes, rounds = 15 }: MeasureOptions): Promise<IngestResult[]> {
  const cells = new Map(contestants.map(({ name }) => [name, new Map<number, IngestCell>()]))
  for (const size of sizes) {
    const input = createInput(size)
    const times = new Map<Contestant, number[]>()
    for (const contestant of contestants) {
      const before = cells.get(contestant.name)
      const last = [...(before?.values() ?? [])].at(-1)
      if (contestant.isMissing === true) {
        before?.set(size, toFault('not installed'))
        continue
      }
      // Ten times the messages are at least ten times the work for whoever is slow already.
      if (last?.ms !== undefined && last.ms !== null && last.ms * 10 > HOPELESS_MS) continue
      const first = await race(contestant, input)
      if (first.fault === null) times.set(contestant, [first.ms])
      else before?.set(size, toFault(first.fault))
    }
    // In turns, so that whatever else the machine does falls on all of them. The first times are for warming up.
    for (const [contestant, [first = 0]] of times) if (first < SLOW_MS) times.set(contestant, [])
    const [usual, count] = size < MANY ? [3, rounds] : [1, Math.min(rounds, 7)]
    // Everybody's code is compiled before the first time is taken, or the smallest size would be the slowest.
    const warmUps = size === sizes[0] ? Math.max(usual, rounds * 3) : usual
    for (let round = -warmUps; round < count; round += 1) {
      for (const [contestant, taken] of times) {
        if ((taken[0] ?? 0) >= SLOW_MS) continue
        const { ms, fault } = await race(contestant, input)
        if (fault !== null) {
          // Right once and wrong later is wrong.
          times.delete(contestant)
          cells.get(contestant.name)?.set(size, toFault(fault))
        } else if (round >= 0) taken.push(ms)
      }
    }
    for (const [{ name }, taken] of times) {
      cells.get(name)?.set(size, { fault: null, ms: toMedian(taken), rounds: taken.length })
    }
  }
  return contestants.map(({ name, kind }) => ({ name, kind, sizes: Object.fromEntries(cells.get(name) ?? []) }))
}

async function race(contestant: Contestant, input: BenchInput) {
  try {
    const { run, read, end } = await contestant.prepare(input)
    // What others have left behind is cleared away first, or whoever is next pays for it.
    if (input.history.length >= MANY) collectGarbage()
    const startedAt = performance.now()
    run()
    const ms = performance.now() - startedAt
    const flaw = findFault(read(), input.truth)
    end?.()
    return { ms, fault: flaw === null ? null : `WRONG: ${flaw}` }
  } catch (error) {
    return { ms: 0, fault: `FAILED: ${error instanceof Error ? error.message : String(error)}` }
  }
}

function toFault(fault: string): IngestCell {
  return { fault, ms: null, rounds: 0 }
}

function toMedian(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Number((sorted[Math.floor(sorted.length / 2)] ?? Number.NaN).toFixed(3))
}
