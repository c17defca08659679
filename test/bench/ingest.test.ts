import { describe, expect, it } from 'vitest'
import { contestants } from './ingest/contestants.ts'
import { describeIngest } from './ingest/describeIngest.ts'
import { createInput, findFault } from './ingest/input.ts'
import { measureIngest } from './ingest/measureIngest.ts'

describe('the benchmark of taking a burst in', () => {
  it('says who is right, and gives a time to nobody else', async () => {
    const results = await measureIngest({ contestants, sizes: [50, 500], rounds: 1 })
    const { rows, ratios } = describeIngest(results)
    const wrong = results.filter(({ sizes }) => sizes[50]?.fault !== null).map(({ name }) => name)
    expect(wrong).toEqual(['setState: some, spread, map', 'TanStack Query, appended per event'])
    for (const { name, sizes } of results) {
      for (const cell of Object.values(sizes)) expect([name, cell.ms === null]).toEqual([name, cell.fault !== null])
    }
    expect(rows['setState: some, spread, map']?.['50 there']).toMatch(/^WRONG: \d+ out of order/)
    expect(ratios['500 there']).toMatchObject({ bestPeer: 'TanStack Query, sorted per event' })
  }, 60_000)

  it('sees what is missing, there twice, out of order, or in another state', () => {
    const { truth } = createInput(50)
    const [first, second, ...rest] = truth
    if (first === undefined || second === undefined) throw new Error('there are no messages')
    expect(findFault(truth, truth)).toBeNull()
    expect(findFault(truth.slice(1), truth)).toBe('1 missing')
    expect(findFault([first, ...truth], truth)).toBe('1 twice')
    expect(findFault([second, first, ...rest], truth)).toBe('2 out of order')
    expect(findFault([{ ...first, status: 'failed' }, second, ...rest], truth)).toBe('1 wrong status')
  })

  it('is the same for everybody, and 80 % new, 15 % receipts, 5 % odd', () => {
    const { events, frames, truth } = createInput(50)
    expect([events.length, frames.length, truth.length]).toEqual([1_000, 1_000, 870])
    expect(createInput(50)).toEqual({ ...createInput(50), truth })
    expect(events.filter(({ type }) => type === 'status')).toHaveLength(160)
  })
})
