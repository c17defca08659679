'use client'
import type { ReactNode } from 'react'
import { splitByRanges, type TextRange } from '../../domain/highlightRanges.ts'

export interface HighlightProps {
  readonly text: string
  readonly ranges: readonly TextRange[]
}

/** A text with its matches marked. The text is text, whatever it holds. */
export function Highlight({ text, ranges }: HighlightProps): ReactNode {
  return splitByRanges(text, ranges).map((piece, index) =>
    // oxlint-disable-next-line react/no-array-index-key -- pieces have no other name
    index % 2 === 1 ? <mark key={index}>{piece}</mark> : piece,
  )
}
