import { foldText } from '../lib/foldText.ts'

/** Where something matched: from this UTF-16 position up to, not including, that one. */
export type TextRange = readonly [start: number, end: number]

let segmenter: Intl.Segmenter | undefined

/**
 * Where the words of a query are in a text, whatever their case and accents: `cafe` finds `CAFÉ`. In order, none over
 * another, and whole characters only, as a reader counts them.
 */
export function findRanges(text: string, query: string): readonly TextRange[] {
  const words = foldText(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  // A letter may fold to none, one or several: for each folded one, where it came from.
  const origins: number[] = []
  let folded = ''
  let at = 0
  for (const letter of text) {
    folded += letter < '\x80' ? letter.toLowerCase() : foldText(letter)
    while (origins.length < folded.length) origins.push(at)
    at += letter.length
  }
  const found: TextRange[] = []
  for (const word of words) {
    for (let hit = folded.indexOf(word); hit !== -1; hit = folded.indexOf(word, hit + word.length)) {
      found.push([origins[hit] ?? 0, (origins[hit + word.length - 1] ?? 0) + 1])
    }
  }
  return fitRanges(text, found)
}

/** Ranges from elsewhere made fit for a text: within it, in order, none over another, no character cut in two. */
export function fitRanges(text: string, ranges: readonly TextRange[]): readonly TextRange[] {
  const real = ranges.filter(([start, end]) => start < end && end > 0 && start < text.length)
  if (real.length === 0) return []
  const find = createCharacterFinder(text)
  return merge(
    real.map(([start, end]) => [find(Math.max(0, start))[0], find(Math.min(end, text.length) - 1)[1]] as const),
  )
}

/** Finds the character that a position is in, as a reader counts them. A long text is not cut up for it. */
export function createCharacterFinder(text: string): (position: number) => TextRange {
  segmenter ??= new Intl.Segmenter()
  const segments = segmenter.segment(text)
  return (position) => {
    const { index = position, segment = '' } = segments.containing(position) ?? {}
    return [index, index + segment.length]
  }
}

/** A text in pieces, every other one marked: `[plain, marked, plain, …]`. */
export function splitByRanges(text: string, ranges: readonly TextRange[]): readonly string[] {
  const edges = [0, ...ranges.flat(), text.length]
  return edges.slice(1).map((end, index) => text.slice(edges[index], end))
}

function merge(ranges: readonly TextRange[]): readonly TextRange[] {
  const merged: TextRange[] = []
  for (const range of ranges.toSorted(([a], [b]) => a - b)) {
    const last = merged.at(-1)
    if (last && range[0] <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], range[1])]
    else merged.push(range)
  }
  return merged
}
