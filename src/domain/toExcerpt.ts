import { createCharacterFinder, type TextRange } from './highlightRanges.ts'

/** So much stands before the first match at most; a longer beginning is left out. */
const BEFORE = 16
/** So much where no word begins within that: wide letters (日本語) must leave the match in view on a phone. */
const BEFORE_IN_WORD = 8
/** More than any row shows; the row cuts off the rest. */
const LENGTH = 240

export interface Excerpt {
  readonly text: string
  readonly ranges: readonly TextRange[]
}

/** A text from a little before its first match, from a word's beginning where there is one, on one line. */
export function toExcerpt(text: string, ranges: readonly TextRange[]): Excerpt {
  const first = ranges[0]?.[0] ?? 0
  const from = first > BEFORE ? toBeginning(text, first) : 0
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

function toBeginning(text: string, first: number): number {
  const before = first - BEFORE
  const blank = text.slice(before, first).search(/\s/)
  return blank === -1 ? createCharacterFinder(text)(first - BEFORE_IN_WORD)[0] : before + blank + 1
}
