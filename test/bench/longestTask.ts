import type { Browser, Page } from 'playwright'

export interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** µs. */
  readonly ts: number
  readonly dur?: number
  /** The processor's time of it, µs. */
  readonly tdur?: number
}

/** What kept the page's thread busy in one go: nothing is painted and no key is heard meanwhile. */
export interface Task {
  readonly wallMs: number
  /** Without what others took of the processor meanwhile. */
  readonly cpuMs: number
}

/** Chromium's own record of every task, also of those that the page's observers do not tell of (under 50 ms). */
const CATEGORIES = ['disabled-by-default-devtools.timeline', 'blink.user_timing']

/** Traces the page while `run` runs; all tasks of its thread between the marks `from` and `to`. */
export async function traceTasks(
  browser: Browser,
  page: Page,
  run: () => Promise<void>,
  [from, to]: readonly [string, string],
): Promise<readonly Task[]> {
  await browser.startTracing(page, { categories: CATEGORIES })
  await run()
  const trace = await browser.stopTracing()
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] }
  return toTasks(traceEvents, from, to)
}

export function toTasks(events: readonly TraceEvent[], from: string, to: string): readonly Task[] {
  const [start, end] = [from, to].map((name) => events.find((event) => event.name === name))
  if (start === undefined || end === undefined) throw new Error(`the trace has no ${from} or no ${to}`)
  return events
    .filter(({ name, pid, tid }) => name === 'RunTask' && pid === start.pid && tid === start.tid)
    .filter(({ ts, dur = 0 }) => ts + dur >= start.ts && ts <= end.ts)
    .map(({ dur = 0, tdur = dur }) => ({ wallMs: dur / 1_000, cpuMs: tdur / 1_000 }))
}
