import type { IngestCell, IngestResult } from './measureIngest.ts'

export interface IngestTable {
  /** ms for the burst by contestant and size, or what is wrong with the list. */
  readonly rows: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Ours, in proportion; `null` where somebody has no time. */
  readonly ratios: Readonly<Record<string, IngestRatios>>
}

export interface IngestRatios {
  /** Ours over the limit that makes a list to render. */
  readonly overLimit: number | null
  readonly overReference: number | null
  /** The fastest peer whose list is right, over ours: so many times faster are we. */
  readonly timesFaster: number | null
  readonly bestPeer: string | null
  /** Ours over ours at the smallest size. */
  readonly growth: number | null
}

/** The same results for people: a table, and what follows from it. */
export function describeIngest(results: readonly IngestResult[]): IngestTable {
  const ours = results.find(({ kind }) => kind === 'us')
  const sizes = Object.keys(ours?.sizes ?? {}).map(Number)
  const timeOf = (result: IngestResult | undefined, size: number) => result?.sizes[size]?.ms ?? null
  const fastest = (kind: IngestResult['kind'], size: number) =>
    results
      .filter((result) => result.kind === kind && timeOf(result, size) !== null)
      .toSorted((a, b) => (timeOf(a, size) ?? 0) - (timeOf(b, size) ?? 0))[0]
  const snapshot = results.findLast(({ kind }) => kind === 'limit')
  const ratios = sizes.map((size): [string, IngestRatios] => {
    const own = timeOf(ours, size)
    const peer = fastest('peer', size)
    return [
      toLabel(size),
      {
        overLimit: divide(own, timeOf(snapshot, size)),
        overReference: divide(own, timeOf(fastest('reference', size), size)),
        timesFaster: divide(timeOf(peer, size), own),
        bestPeer: peer?.name ?? null,
        growth: divide(own, timeOf(ours, sizes[0] ?? size)),
      },
    ]
  })
  const rows = results.map((result): [string, Record<string, string>] => [
    result.name,
    Object.fromEntries(sizes.map((size) => [toLabel(size), toWords(result.sizes[size])])),
  ])
  return { rows: Object.fromEntries(rows), ratios: Object.fromEntries(ratios) }
}

const toLabel = (size: number) => `${size.toLocaleString('en')} there`

function toWords(cell: IngestCell | undefined): string {
  if (cell === undefined) return 'not waited for'
  if (cell.ms === null) return cell.fault ?? 'not measured'
  const { ms, rounds } = cell
  return `${ms < 10 ? ms.toFixed(2) : Math.round(ms).toLocaleString('en')} ms${rounds < 7 ? ` (${rounds} only)` : ''}`
}

function divide(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Number((a / b).toFixed(2))
}
