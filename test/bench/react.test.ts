import { describe, expect, it } from 'vitest'
import { naive, ours, queryPerEvent, queryPerFrame, storePerEvent, yardstick } from './react/contestants.ts'
import { describeReactBurst } from './react/describeReactBurst.ts'
import { describeSteady } from './react/describeSteady.ts'
import { measureReactBurst, type ReactBurstCell } from './react/measureReactBurst.ts'
import { measureSteady } from './react/measureSteady.ts'

const contestants = [yardstick, ours, naive, storePerEvent, queryPerEvent, queryPerFrame]

describe('the benchmark of a burst on screen', () => {
  it('says whose rows are right, how often they commit, and gives a time to nobody else', async () => {
    const results = await measureReactBurst({ contestants, slowness: [1], rounds: 1, tracedRounds: 1, warmUps: 0 })
    const cells = new Map(results.map(({ name, bySlowness }) => [name, bySlowness[1]]))
    const wrong = [...cells].filter(([, cell]) => cell?.fault !== null).map(([name]) => name)
    expect(wrong).toEqual([naive.name])
    for (const [name, cell] of cells) expect([name, cell?.ms === null]).toEqual([name, name === naive.name])
    // By what was asked of React, for times are the bench's, where nothing else runs.
    for (const { name } of [ours, yardstick]) expect(cells.get(name)?.mostCommitsInAFrame).toBe(1)
    expect(cells.get(storePerEvent.name)?.commits).toBeGreaterThan(900)
    expect(cells.get(ours.name)?.longestTaskMs).toBeGreaterThan(0)
    expect(cells.get(ours.name)?.peakHeapMb).toBeGreaterThan(0)
  }, 120_000)

  it('measures from receipt to commit, a lone message and a hundred a second', async () => {
    const count = { steady: 30, lone: 3 }
    const results = await measureSteady({ contestants: [yardstick, ours, naive], rounds: 1, count })
    for (const { name, unseen, steady, lone } of results) {
      expect([name, unseen]).toEqual([name, 0])
      expect(steady?.p50).toBeGreaterThan(0)
      expect(lone?.p50).toBeGreaterThan(0)
    }
    const { rows, limits } = describeSteady(results)
    expect(Object.keys(rows)).toEqual([yardstick.name, ours.name, naive.name])
    for (const { is } of Object.values(limits)) expect(is).toBeGreaterThan(0)
    const missed = describeSteady([{ ...yardstick, unseen: 2, steady: null, lone: null }])
    expect(missed.rows[yardstick.name]).toEqual({ 'steady p50': 'WRONG: 2 never shown' })
  }, 120_000)

  it('says which limits are kept', () => {
    const cell = (ms: number, rest: Partial<ReactBurstCell> = {}): ReactBurstCell => ({
      ...{
        fault: null,
        ms,
        quickestMs: ms,
        commits: 5,
        mostCommitsInAFrame: 1,
        droppedFrames: 0,
        peakHeapMb: 2,
        rounds: 1,
      },
      ...{ longestTaskMs: 10, longestTaskCpuMs: 10, cpuMs: ms },
      ...rest,
    })
    const { rows, limits } = describeReactBurst([
      { ...yardstick, bySlowness: { 4: cell(100) } },
      { ...ours, bySlowness: { 4: cell(130, { peakHeapMb: 3, droppedFrames: 3 }) } },
      { ...naive, bySlowness: { 4: { ...cell(1), fault: '2 out of order' } } },
      { ...queryPerEvent, bySlowness: {} },
    ])[4] ?? { rows: {}, limits: {} }
    expect(rows[naive.name]).toEqual({ ms: 'WRONG: 2 out of order' })
    expect(rows[queryPerEvent.name]).toEqual({ ms: 'not installed' })
    expect(rows[ours.name]).toMatchObject({ ms: 130, '×': 1.3 })
    expect(Object.entries(limits).map(([what, { is, isKept }]) => [what, is, isKept])).toEqual([
      ['× the store by hand, ms', 1.3, false],
      ['× TanStack Query per event, ms', null, null],
      ['commits in a frame', 1, true],
      ['× longest task', 1, true],
      ['× peak heap', 1.5, true],
      ['more dropped frames', 3, false],
    ])
  })
})
