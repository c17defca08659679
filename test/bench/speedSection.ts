/** What the README says of speed: made of the last run's figures, so that it says nothing that was not measured. */
import type { Burst } from './burst.ts'
import type { EndToEnd } from './endToEnd.ts'
import type { Failover } from './failover.ts'
import type { FanOut } from './fanOut.ts'
import type { IngestRatios } from './ingest/describeIngest.ts'
import type { IngestResult } from './ingest/measureIngest.ts'
import type { Memory } from './memory.ts'
import type { Throughput } from './throughput.ts'

/** `results.json`. What was never measured is not there. */
export interface Results {
  readonly measuredAt: string
  readonly machine: { readonly cores: number; readonly cpu: string | null; readonly node: string }
  readonly ingest?: Ingest
  readonly endToEnd?: { readonly node: EndToEnd; readonly tab: EndToEnd }
  readonly throughput?: Throughput
  readonly memory?: Memory
  readonly failover?: Failover
  readonly burst?: { readonly atOnce: Burst; readonly inASecond: Burst }
  readonly fanOut?: readonly FanOut[]
}

interface Ingest {
  readonly burst: number
  readonly ratios: Readonly<Record<string, IngestRatios>>
  readonly contestants: readonly IngestResult[]
}

type Row = readonly [what: string, measured: string, beside: string]

const [START, END] = ['<!-- bench: from here -->', '<!-- bench: to here -->']

/** The README with the figures of these results. @throws where it has no place for them. */
export function renewSpeedSection(readme: string, results: Results): string {
  const [start, end] = [readme.indexOf(START), readme.indexOf(END)]
  if (start === -1 || end < start) throw new Error(`unable to renew the README; it has no ${START} … ${END}`)
  return `${readme.slice(0, start + START.length)}\n\n${toSpeedSection(results)}\n${readme.slice(end)}`
}

function toSpeedSection(results: Results): string {
  const { machine, measuredAt } = results
  const processor = machine.cpu === null ? '' : ` (${machine.cpu.trim()})`
  const place = `Measured on ${machine.cores} cores${processor} with Node ${machine.node}, ${measuredAt}.`
  return `${toTable([['', '', 'beside it'], ...toRows(results)])}\n\n${place}\n`
}

function toRows({ ingest, endToEnd, throughput, memory, failover, burst, fanOut }: Results): readonly Row[] {
  const many = fanOut?.at(-1)
  return [
    ...(ingest ? toIngestRows(ingest) : []),
    ...toRow(endToEnd?.tab, ({ ours, ratioP50 }) => [
      'A message from its sender to the list in a tab, over the engine: p50, p99',
      `${toMs(ours.p50)}, ${toMs(ours.p99)}`,
      `${ratioP50} × a bare Socket.IO client’s p50 in the same tab`,
    ]),
    ...toRow(throughput, ({ ours, ratio }) => [
      'Messages a second that a tab takes',
      toCount(ours),
      `${ratio} × what a bare Socket.IO client takes`,
    ]),
    ...toRow(memory, ({ messages, watchedBytes, cachedBytes, ratio }) => [
      `${toCount(messages)} messages held`,
      `${Math.round(Math.max(watchedBytes, cachedBytes) / 1e6)} MB of heap`,
      `${ratio} × their JSON`,
    ]),
    ...toRow(burst?.atOnce, ({ longestTask, lostKeys }) => [
      '1,000 messages at once into the inbox while somebody types: longest task',
      toMs(longestTask.median),
      `${lostKeys} keys lost`,
    ]),
    ...toRow(failover, ({ cut, halfOpen }) => [
      'The line is cut: messages flow again over the other way after',
      `${toMs(cut.p50)}, p99 ${toMs(cut.p99)}`,
      `${toMs(halfOpen.p50)} where it only looks open`,
    ]),
    ...toRow(many, ({ members, latency, spread }) => [
      `A message to ${toCount(members)} members, by the engine: p50, p99`,
      `${toMs(latency.p50)}, ${toMs(latency.p99)}`,
      `${toMs(spread.max)} at most from the first of them to the last`,
    ]),
  ]
}

function toRow<Figures>(figures: Figures | undefined, toCells: (figures: Figures) => Row): readonly Row[] {
  return figures === undefined ? [] : [toCells(figures)]
}

function toIngestRows({ burst, ratios, contestants }: Ingest): readonly Row[] {
  const ours = contestants.find(({ kind }) => kind === 'us')
  const [smallest] = Object.keys(ratios)
  return Object.entries(ours?.sizes ?? {}).flatMap(([size, { ms }], position): readonly Row[] => {
    const ratio = Object.values(ratios)[position]
    if (ms === null || ratio === undefined || position === 0) return []
    const { timesFaster, bestPeer, growth } = ratio
    const peer = timesFaster === null ? '' : `${timesFaster} × the speed of ${bestPeer}; `
    const grown = `${growth} × as long as with ${smallest}`
    return [[`${toCount(burst)} events into ${toCount(Number(size))} messages`, toMs(ms), `${peer}${grown}`]]
  })
}

/** Aligned, as the formatter would. */
function toTable([head, ...rows]: readonly Row[]): string {
  const all = head === undefined ? rows : [head, ...rows]
  const widths = [0, 1, 2].map((column) => Math.max(3, ...all.map((row) => row[column]?.length ?? 0)))
  const toLine = (row: Row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [...(head === undefined ? [] : [toLine(head)]), rule, ...rows.map(toLine)].join('\n')
}

function toMs(ms: number): string {
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(1)} s`
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`
}

function toCount(count: number): string {
  return count.toLocaleString('en')
}
