/** The growth of everybody's cost as a picture: the time of one event against how many messages are there, both in powers of ten. */
import type { IngestResult } from './measureIngest.ts'

const [WIDTH, HEIGHT] = [960, 500]
const PLOT = { left: 66, right: 590, top: 44, bottom: 400 }
/** A longer name would leave the picture: what follows its comma is said below. */
const LONGEST_NAME = 44
/** Between two names. */
const LINE_HEIGHT = 22
const COLOURS: Readonly<Record<IngestResult['kind'], readonly string[]>> = {
  us: ['us'],
  limit: ['limit'],
  reference: ['reference'],
  peer: ['peer-1', 'peer-2', 'peer-3', 'peer-4', 'peer-5'],
}

interface Line {
  readonly name: string
  readonly colour: string
  readonly points: readonly { readonly x: number; readonly y: number }[]
}

/**
 * Draws who was right; who was not has no time, and is named below.
 *
 * @param burst How many events the measured time is for.
 */
export function drawGrowth(results: readonly IngestResult[], burst: number): string {
  const right = results.filter(({ sizes }) => Object.values(sizes).some(({ ms }) => ms !== null))
  const wrong = results.filter((each) => Object.values(each.sizes).some(({ fault }) => fault?.startsWith('WRONG')))
  const sizes = [...new Set(right.flatMap((each) => Object.keys(each.sizes).map(Number)))].toSorted((a, b) => a - b)
  const toMicroseconds = (ms: number) => (ms * 1_000) / burst
  const times = right.flatMap((each) => Object.values(each.sizes).flatMap(({ ms }) => (ms === null ? [] : [ms])))
  const decades = toDecades(times.map(toMicroseconds))
  const toX = createScale([sizes[0] ?? 1, sizes.at(-1) ?? 10], [PLOT.left + 14, PLOT.right - 14])
  const toY = createScale([decades[0] ?? 1, decades.at(-1) ?? 10], [PLOT.bottom, PLOT.top])
  const counts = new Map<string, number>()
  const lines = right.map(({ name, kind, sizes: cells }): Line => {
    const count = counts.get(kind) ?? 0
    counts.set(kind, count + 1)
    const points = Object.entries(cells).flatMap(([size, { ms }]) =>
      ms === null ? [] : [{ x: toX(Number(size)), y: toY(toMicroseconds(ms)) }],
    )
    return { name, colour: COLOURS[kind][count % COLOURS[kind].length] ?? 'limit', points }
  })
  const parts = [
    ...decades.map((value) => drawLevel(toY(value), toTimeLabel(value))),
    ...sizes.map((size) => drawSize(toX(size), size.toLocaleString('en'))),
    text({ x: PLOT.left - 52, y: 24, words: 'Time of one event', className: 'title' }),
    text({
      x: (PLOT.left + PLOT.right) / 2,
      y: PLOT.bottom + 42,
      words: 'messages that are there already',
      anchor: 'middle',
    }),
    // Ours last: on top of whatever crosses it.
    ...lines.toSorted((a, b) => Number(a.colour === 'us') - Number(b.colour === 'us')).map(drawLine),
    ...drawNames(lines),
    ...toNotes(lines, wrong).map((words, row) =>
      text({ x: PLOT.left - 52, y: HEIGHT - 36 + row * 20, words, className: 'small' }),
    ),
  ]
  const [name, description] = ['Growth of the cost of one event', lines.map((line) => line.name).join('; ')].map(escape)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="t d">
<title id="t">${name}</title>
<desc id="d">${description}</desc>
<style>${STYLE}</style>
<rect class="ground" x="0.5" y="0.5" width="${WIDTH - 1}" height="${HEIGHT - 1}" rx="10"/>
${parts.join('\n')}
</svg>
`
}

const STYLE = `
svg { --ground: #fff; --edge: #d8dee6; --grid: #e8ecf1; --ink: #1d2733; --soft: #5b6877; --us: #1463d8; --limit: #97a3b0; --reference: #52606f; --peer-1: #c2410c; --peer-2: #9333a8; --peer-3: #0f7b6c; --peer-4: #b7791f; --peer-5: #c02660 }
@media (prefers-color-scheme: dark) { svg { --ground: #14191f; --edge: #333c47; --grid: #242c35; --ink: #e9eef4; --soft: #9aa7b5; --us: #6cabff; --limit: #6d7a88; --reference: #b3bfcb; --peer-1: #ff9a5c; --peer-2: #d79bea; --peer-3: #4fd1b5; --peer-4: #ecc35a; --peer-5: #ff8db5 } }
text { font: 13px system-ui, -apple-system, 'Segoe UI', Roboto, 'Open Sans', sans-serif; fill: var(--soft) }
.ground { fill: var(--ground); stroke: var(--edge) } .grid { stroke: var(--grid) } .leader { stroke: var(--edge); fill: none }
.title { font-weight: 600; fill: var(--ink) } .name { fill: var(--ink) } .own { fill: var(--us); font-weight: 700 } .small { font-size: 12px }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round } .line.us { stroke-width: 3.5 }
${['us', 'limit', 'reference', ...COLOURS.peer].map((each) => `.line.${each} { stroke: var(--${each}) } .dot.${each} { fill: var(--${each}) }`).join('\n')}
`

/** Names beside the ends of their lines, none upon another. */
function drawNames(lines: readonly Line[]): readonly string[] {
  const ended = lines.flatMap((line) => {
    const end = line.points.at(-1)
    return end === undefined ? [] : [{ ...line, end, y: end.y }]
  })
  const placed = spread(ended.toSorted((a, b) => a.y - b.y))
  const x = PLOT.right + 34
  return placed.flatMap(({ name, colour, end, y }) => [
    `<path class="leader" d="M${round(end.x + 7)} ${round(end.y)} L${PLOT.right + 12} ${round(y)} H${x - 12}"/>`,
    `<circle class="dot ${colour}" cx="${x - 6}" cy="${round(y)}" r="4"/>`,
    text({ x: x + 6, y: y + 4.5, words: toShown(name), className: colour === 'us' ? 'own' : 'name' }),
  ])
}

/** Moves neighbours apart: down first, and all of them up again where the last one would be outside. */
function spread<Item extends { readonly y: number }>(items: readonly Item[]): readonly Item[] {
  let next = PLOT.top
  const down = items.map((item) => {
    const y = Math.max(item.y, next)
    next = y + LINE_HEIGHT
    return { ...item, y }
  })
  let most = PLOT.bottom
  return down
    .toReversed()
    .map((item) => {
      const y = Math.min(item.y, most)
      most = y - LINE_HEIGHT
      return { ...item, y }
    })
    .toReversed()
}

function drawLine({ colour, points }: Line): string {
  const path = points.map(({ x, y }) => `${round(x)},${round(y)}`).join(' ')
  const dots = points.map(({ x, y }) => `<circle class="dot ${colour}" cx="${round(x)}" cy="${round(y)}" r="3.5"/>`)
  return `<polyline class="line ${colour}" points="${path}"/>${dots.join('')}`
}

function drawLevel(y: number, label: string): string {
  const line = `<path class="grid" d="M${PLOT.left} ${round(y)} H${PLOT.right}"/>`
  return line + text({ x: PLOT.left - 8, y: y + 4.5, words: label, anchor: 'end' })
}

function drawSize(x: number, label: string): string {
  return text({ x, y: PLOT.bottom + 20, words: label, anchor: 'middle' })
}

interface Text {
  readonly x: number
  readonly y: number
  readonly words: string
  readonly anchor?: 'middle' | 'end'
  readonly className?: string
}

function text({ x, y, words, anchor, className }: Text): string {
  const attributes = `${anchor ? ` text-anchor="${anchor}"` : ''}${className ? ` class="${className}"` : ''}`
  return `<text x="${round(x)}" y="${round(y)}"${attributes}>${escape(words)}</text>`
}

function createScale(from: readonly [number, number], to: readonly [number, number]): (value: number) => number {
  const [start, end] = [Math.log10(from[0]), Math.log10(from[1])]
  return (value) => to[0] + ((Math.log10(value) - start) / (end - start || 1)) * (to[1] - to[0])
}

/** The powers of ten that hold all values. */
function toDecades(values: readonly number[]): readonly number[] {
  const first = Math.floor(Math.log10(Math.min(...values)))
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...values))))
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index))
}

function toTimeLabel(microseconds: number): string {
  const [value, unit] = microseconds < 1_000 ? [microseconds, 'µs'] : [microseconds / 1_000, 'ms']
  return `${Number(value.toPrecision(1)).toLocaleString('en')} ${unit}`
}

function toShown(name: string): string {
  return name.length > LONGEST_NAME ? (name.split(',')[0] ?? name) : name
}

/** One line each. */
function toNotes(lines: readonly Line[], wrong: readonly IngestResult[]): readonly string[] {
  const cut = lines.filter(({ name }) => toShown(name) !== name)
  const rests = cut.map(({ name }) => `${toShown(name)}:${name.slice(toShown(name).length + 1)}.`)
  const names = wrong.map(({ name }) => name).join('; ')
  return [...rests, ...(names === '' ? [] : [`No time for a list that came out wrong: ${names}.`])]
}

function escape(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function round(value: number): number {
  return Number(value.toFixed(1))
}
