import type { TextRange } from './highlightRanges.ts'

/** So much stands before the first match; a longer beginning is left out. */
const BEFORE = 32
/** More than any row shows; the row cuts off the rest. */
const LENGTH = 240

export interface Excerpt {
  readonly text: string
  readonly ranges: readonly TextRange[]
}

/** A text from a little before its first match, from a word's beginning, on one line. */
export function toExcerpt(text: string, ranges: readonly TextRange[]): Excerpt {
  const first = ranges[0]?.[0] ?? 0
  const gap = first > BEFORE ? text.slice(0, first).search(/\s\S*\s?\S*\s?\S*$/) : -1
  const from = gap === -1 ? 0 : gap + 1
  const to = Math.max(from + LENGTH, ranges[0]?.[1] ?? 0)
  const mark = from > 0 ? '…' : ''
  return {
    // A line break is as long as the space that stands for it: the ranges stay true.
    text: mark + text.slice(from, to).replaceAll(/[\n\r\t]/g, ' '),
    ranges: ranges
      .filter(([, end]) => end <= to)
      .map(([start, end]) => [start - from + mark.length, end - from + mark.length] as const),
  }
}
