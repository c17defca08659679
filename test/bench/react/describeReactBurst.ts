import { queryPerEvent } from './contestants.ts'
import type { ReactBurstCell, ReactBurstResult } from './measureReactBurst.ts'

export interface ReactBurstTable {
  /** By contestant; what is wrong with its rows instead of a time. */
  readonly rows: Readonly<Record<string, Readonly<Record<string, string | number | null>>>>
  /** Ours against what must hold; `isKept` is `null` where somebody has no figure. */
  readonly limits: Readonly<Record<string, KeptLimit>>
}

export interface KeptLimit {
  readonly is: number | null
  readonly atMost: number
  readonly isKept: boolean | null
}

type Figure = Exclude<keyof ReactBurstCell, 'fault' | 'rounds'>

/** The results for people: a table by slowness, and which limits are kept. */
export function describeReactBurst(results: readonly ReactBurstResult[]): Readonly<Record<number, ReactBurstTable>> {
  const slowness = Object.keys(results[0]?.bySlowness ?? {}).map(Number)
  return Object.fromEntries(slowness.map((times) => [times, describeOne(results, times)]))
}

function describeOne(results: readonly ReactBurstResult[], times: number): ReactBurstTable {
  const cellOf = (isWanted: (result: ReactBurstResult) => boolean) => results.find(isWanted)?.bySlowness[times]
  const ours = cellOf(({ kind }) => kind === 'us')
  const yardstick = cellOf(({ kind }) => kind === 'yardstick')
  const perEvent = cellOf(({ name }) => name === queryPerEvent.name)
  const over = (other: ReactBurstCell | undefined, figure: Figure) => divide(ours?.[figure], other?.[figure])
  const limits = {
    '× the store by hand, ms': toLimit(over(yardstick, 'ms'), 1.25),
    '× TanStack Query per event, ms': toLimit(over(perEvent, 'ms'), 0.25),
    'commits in a frame': toLimit(ours?.mostCommitsInAFrame ?? null, 1),
    '× longest task': toLimit(over(yardstick, 'longestTaskMs'), 1.5),
    '× peak heap': toLimit(over(yardstick, 'peakHeapMb'), 2),
    'more dropped frames': toLimit(subtract(ours?.droppedFrames, yardstick?.droppedFrames), 2),
  }
  const rows = results.map(({ name, bySlowness }) => [name, toRow(bySlowness[times], yardstick)] as const)
  return { rows: Object.fromEntries(rows), limits }
}

function toRow(cell: ReactBurstCell | undefined, yardstick: ReactBurstCell | undefined) {
  if (cell === undefined) return { ms: 'not installed' }
  if (cell.fault !== null) return { ms: `WRONG: ${cell.fault}` }
  return {
    ms: cell.ms,
    '×': divide(cell.ms, yardstick?.ms),
    quickest: cell.quickestMs,
    'cpu ms': cell.cpuMs,
    commits: cell.commits,
    'in a frame': cell.mostCommitsInAFrame,
    'longest task': cell.longestTaskMs,
    'by cpu': cell.longestTaskCpuMs,
    dropped: cell.droppedFrames,
    'heap MB': cell.peakHeapMb,
  }
}

export function toLimit(is: number | null, atMost: number): KeptLimit {
  return { is, atMost, isKept: is === null ? null : is <= atMost }
}

export function divide(a: number | null | undefined, b: number | null | undefined): number | null {
  return typeof a !== 'number' || typeof b !== 'number' ? null : Number((a / b).toFixed(2))
}

function subtract(a: number | null | undefined, b: number | null | undefined): number | null {
  return typeof a !== 'number' || typeof b !== 'number' ? null : a - b
}
