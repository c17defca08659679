import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { drawGrowth } from './ingest/drawGrowth.ts'
import type { IngestResult } from './ingest/measureIngest.ts'
import { renewSpeedSection, type Results } from './speedSection.ts'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const toResult = (name: string, kind: IngestResult['kind'], times: readonly (number | null)[]): IngestResult => ({
  name,
  kind,
  sizes: Object.fromEntries(
    times.map((ms, index) => [10 ** (index + 2), { ms, fault: ms === null ? 'WRONG: 1 twice' : null, rounds: 7 }]),
  ),
})
const pointsOf = (svg: string, colour: string) =>
  new RegExp(`class="line ${colour}" points="([^"]*)"`)
    .exec(svg)?.[1]
    ?.split(' ')
    .map((point) => point.split(',').map(Number))

describe('the picture of the growth', () => {
  const svg = drawGrowth(
    [
      toResult('a name that is far too long for its place, and what belongs to it', 'us', [1, 1, 10]),
      toResult('slow & <sure>', 'peer', [10, 100, 1_000]),
      toResult('as slow', 'peer', [10, 100, 1_001]),
      toResult('wrong', 'peer', [null, null, null]),
    ],
    1_000,
  )

  it('has ten times the time, and ten times the messages, the same step away everywhere', () => {
    const [first, second, third] = pointsOf(svg, 'peer-1') ?? []
    const [own, ownLater, ownLast] = pointsOf(svg, 'us') ?? []
    if (!first || !second || !third || !own || !ownLater || !ownLast) throw new Error('there are no lines')
    const step = [(second[0] ?? 0) - (first[0] ?? 0), (second[1] ?? 0) - (first[1] ?? 0)] as const
    expect(step[0]).toBeGreaterThan(100)
    expect(step[1]).toBeLessThan(-50)
    expect((third[0] ?? 0) - (second[0] ?? 0)).toBeCloseTo(step[0], 0)
    expect((third[1] ?? 0) - (second[1] ?? 0)).toBeCloseTo(step[1], 0)
    expect(ownLater[1]).toBe(own[1])
    expect((ownLast[1] ?? 0) - (own[1] ?? 0)).toBeCloseTo(step[1], 0)
    // A burst of a thousand in 1 ms is a µs for each.
    expect([...svg.matchAll(/>([\d,]+ [µm]s)</g)].map(([, label]) => label)).toEqual([
      '1 µs',
      '10 µs',
      '100 µs',
      '1 ms',
      '10 ms',
    ])
  })

  it('names every line in a place of its own, and whoever was wrong below, without a line', () => {
    const places = [...svg.matchAll(/y="([\d.]+)" class="(?:name|own)"/g)].map(([, y]) => Number(y))
    expect(places).toHaveLength(3)
    const sorted = places.toSorted((a, b) => a - b)
    for (const [index, y] of sorted.entries()) expect(y - (sorted[index - 1] ?? -Infinity)).toBeGreaterThan(20)
    expect(svg.match(/<polyline/g)).toHaveLength(3)
    expect(svg).toContain('>No time for a list that came out wrong: wrong.<')
    expect(svg).toContain('class="own">a name that is far too long for its place<')
    expect(svg).toContain('>a name that is far too long for its place: and what belongs to it.<')
    expect(svg).toContain('slow &amp; &lt;sure&gt;')
  })
})

describe('what the README says of speed', () => {
  const results = JSON.parse(read('results.json')) as Results

  it('is what was measured last', () => {
    const readme = read('../../README.md')
    expect(renewSpeedSection(readme, results)).toBe(readme)
    const { ingest } = results
    expect(ingest && drawGrowth(ingest.contestants, ingest.burst)).toBe(read('../../stories/growth.svg'))
  })

  it('is renewed in its place, and nowhere else', () => {
    const readme = 'Before\n\n<!-- bench: from here -->\nold\n<!-- bench: to here -->\n\nAfter\n'
    const { measuredAt, machine, failover } = results
    const renewed = renewSpeedSection(readme, { measuredAt, machine, ...(failover && { failover }) })
    expect(renewed).toMatch(/^Before\n\n<!-- bench: from here -->\n\n\| {3}[^]*<!-- bench: to here -->\n\nAfter\n$/)
    expect(renewed).not.toContain('old')
    expect(renewed.match(/^\|/gm)).toHaveLength(3)
    expect(() => renewSpeedSection('Nothing', results)).toThrow('unable to renew the README')
  })
})
