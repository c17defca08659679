import { foldText } from '../foldText.ts'

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
  // A character may fold to none, one or several: for each folded one, the character it came from.
  const origins: TextRange[] = []
  let folded = ''
  for (const range of toCharacters(text)) {
    folded += foldText(text.slice(...range))
    while (origins.length < folded.length) origins.push(range)
  }
  const found: TextRange[] = []
  for (const word of words) {
    for (let at = folded.indexOf(word); at !== -1; at = folded.indexOf(word, at + word.length)) {
      const [first, last] = [origins[at], origins[at + word.length - 1]]
      if (first && last) found.push([first[0], last[1]])
    }
  }
  return merge(found)
}

/** Ranges from elsewhere made fit for a text: within it, in order, none over another, no character cut in two. */
export function fitRanges(text: string, ranges: readonly TextRange[]): readonly TextRange[] {
  const isReal = ([start, end]: TextRange) => start < end && end > 0 && start < text.length
  const real = ranges.filter(isReal)
  if (real.length === 0) return []
  const characters = toCharacters(text)
  return merge(
    real.map(([from, to]) => {
      const start = characters.findLast(([at]) => at <= Math.max(0, from))?.[0] ?? 0
      return [start, characters.find(([, end]) => end >= to)?.[1] ?? text.length]
    }),
  )
}

/** A text in pieces, every other one marked: `[plain, marked, plain, …]`. */
export function splitByRanges(text: string, ranges: readonly TextRange[]): readonly string[] {
  const edges = [0, ...ranges.flat(), text.length]
  return edges.slice(1).map((end, index) => text.slice(edges[index], end))
}

function toCharacters(text: string): readonly TextRange[] {
  segmenter ??= new Intl.Segmenter()
  return Array.from(segmenter.segment(text), ({ index, segment }) => [index, index + segment.length] as const)
}

function merge(ranges: readonly TextRange[]): readonly TextRange[] {
  const merged: TextRange[] = []
  for (const range of ranges.toSorted(([a], [b]) => a - b)) {
    const last = merged.at(-1)
    if (last !== undefined && range[0] <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], range[1])]
    else merged.push(range)
  }
  return merged
}
