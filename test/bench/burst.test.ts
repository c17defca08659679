import { describe, expect, it } from 'vitest'
import { measureBurst } from './burst.ts'
import { toTasks } from './longestTask.ts'

describe('the benchmark of a burst', () => {
  it('loses no key and finds the longest task of 1,000 messages', async () => {
    const { atOnce, inASecond } = await measureBurst(1)
    for (const { lostKeys, longestTask, longestTaskCpu, keyToPaint, commits } of [atOnce, inASecond]) {
      expect(lostKeys).toBe(0)
      expect(longestTask.median).toBeGreaterThan(1)
      expect(keyToPaint.p50).toBeGreaterThan(0)
      expect(commits.median).toBeGreaterThan(1)
      // By the processor's time and with room for any machine: the budget itself is the bench's, where nothing else runs.
      expect(longestTaskCpu.median).toBeLessThan(150)
    }
  }, 120_000)

  it('takes only the tasks of the page’s own thread between the marks', () => {
    const task = { name: 'RunTask', pid: 1, tid: 1 }
    const events = [
      { ...task, ts: 0, dur: 900_000 },
      { ...task, ts: 950_000, dur: 60_000, tdur: 40_000 },
      { name: 'burst-start', pid: 1, tid: 1, ts: 1_000_000 },
      { ...task, tid: 2, ts: 1_100_000, dur: 80_000 },
      { ...task, ts: 1_200_000, dur: 30_000 },
      { name: 'burst-end', pid: 1, tid: 1, ts: 1_300_000 },
      { ...task, ts: 1_400_000, dur: 70_000 },
    ]
    expect(toTasks(events, 'burst-start', 'burst-end')).toEqual([
      { wallMs: 60, cpuMs: 40 },
      { wallMs: 30, cpuMs: 30 },
    ])
    expect(() => toTasks(events, 'burst-start', 'never')).toThrow('no never')
  })
})
