import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { queryGathered } from './ingest/byHand.ts'
import type { Contestant } from './ingest/contestant.ts'
import { contestants } from './ingest/contestants.ts'
import { describeIngest } from './ingest/describeIngest.ts'
import { createInput, findFault } from './ingest/input.ts'
import { installPeers } from './ingest/installPeers.ts'
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

  it('goes on without those that throw, are not installed, or are right only now and then', async () => {
    let races = 0
    const fail = () => {
      throw new Error('no such thing')
    }
    const wavering: Contestant['prepare'] = ({ history, truth }) => {
      races += 1
      const list = races === 3 ? history : truth
      return { run: () => {}, read: () => list }
    }
    const broken = [
      { name: 'throws', kind: 'peer', prepare: fail },
      { name: 'throws in its race', kind: 'peer', prepare: () => ({ run: fail, read: () => [] }) },
      { name: 'is missing', kind: 'peer', prepare: fail, isMissing: true },
      { name: 'wavers', kind: 'peer', prepare: wavering },
    ] as const
    const results = await measureIngest({ contestants: [...broken, queryGathered], sizes: [50], rounds: 1 })
    expect(results.map(({ sizes }) => sizes[50]?.ms === null)).toEqual([true, true, true, true, false])
    const { rows } = describeIngest(
      results.map((each) => (each.name === queryGathered.name ? { ...each, kind: 'us' } : each)),
    )
    expect(Object.values(rows).map((row) => row['50 there'])).toEqual([
      'FAILED: no such thing',
      'FAILED: no such thing',
      'not installed',
      expect.stringMatching(/^WRONG: \d+ missing/),
      expect.stringMatching(/ ms/),
    ])
  })

  it('installs the peers when their lock has changed or the folder is half made, and says in a line that it cannot', () => {
    const folder = mkdtempSync(join(tmpdir(), 'peers-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const said = vi.spyOn(console, 'log').mockImplementation(() => {})
    const failed = vi.spyOn(console, 'error').mockImplementation(() => {})
    onTestFinished(() => void vi.restoreAllMocks())
    const write = (dependencies: object, packages: object) => {
      const root = { name: 'peers', version: '1.0.0', dependencies }
      writeFileSync(join(folder, 'package.json'), JSON.stringify(root))
      const lock = { name: 'peers', version: '1.0.0', lockfileVersion: 3, packages: { '': root, ...packages } }
      writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock))
    }
    write({}, {})
    expect([installPeers(folder), installPeers(folder), said.mock.calls.length]).toEqual([true, true, 1])
    rmSync(join(folder, 'node_modules/.installed-lock.json'))
    expect([installPeers(folder), said.mock.calls.length]).toEqual([true, 2])
    // Nobody listens there.
    const away = { version: '1.0.0', resolved: 'http://127.0.0.1:1/away.tgz', integrity: 'sha512-AAAA' }
    write({ away: '1.0.0' }, { 'node_modules/away': away })
    expect([installPeers(folder), said.mock.calls.length]).toEqual([false, 3])
    expect(failed.mock.calls).toEqual([[expect.stringMatching(/^unable to install the peers \([^\n]+\); going on/)]])
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
