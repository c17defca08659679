import { naive } from './contestants.ts'
import { divide, toLimit, type KeptLimit } from './describeReactBurst.ts'
import type { SteadyResult } from './measureSteady.ts'

export interface SteadyTable {
  /** ms from receipt to the commit that shows the message, by contestant. */
  readonly rows: Readonly<Record<string, Readonly<Record<string, string | number>>>>
  readonly limits: Readonly<Record<string, KeptLimit>>
}

export function describeSteady(results: readonly SteadyResult[]): SteadyTable {
  const ours = results.find(({ kind }) => kind === 'us')
  const yardstick = results.find(({ kind }) => kind === 'yardstick')
  const perEvent = results.find(({ name }) => name === naive.name)
  const rows = results.map(({ name, unseen, steady, lone }): [string, Record<string, string | number>] => [
    name,
    steady === null || lone === null
      ? { 'steady p50': `WRONG: ${unseen} never shown` }
      : { 'steady p50': steady.p50, 'steady p99': steady.p99, 'lone p50': lone.p50, 'lone p99': lone.p99 },
  ])
  return {
    rows: Object.fromEntries(rows),
    limits: {
      '× setState, p50 of a lone message': toLimit(divide(ours?.lone?.p50, perEvent?.lone?.p50), 1.5),
      '× the store by hand, p99 at 100 a second': toLimit(divide(ours?.steady?.p99, yardstick?.steady?.p99), 1.25),
    },
  }
}
