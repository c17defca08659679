import { describe, expect, it } from 'vitest'
import { coalesce } from '../../src/lib/coalesce.ts'

describe('coalesce', () => {
  /** A task that answers with its number, when it is told to. */
  const start = () => {
    const ends: ((error?: Error) => void)[] = []
    const ask = coalesce(
      () =>
        new Promise<number>((resolve, reject) => {
          const number = ends.length + 1
          ends.push((error) => (error ? reject(error) : resolve(number)))
        }),
    )
    return { ask, ends }
  }

  it('runs once for all who ask at once', async () => {
    const { ask, ends } = start()
    const answers = Promise.all([ask(), ask(), ask()])
    await Promise.resolve()
    ends[0]?.()
    expect(await answers).toEqual([1, 1, 1])
    expect(ends).toHaveLength(1)
  })

  it('never answers with what was begun before the question', async () => {
    const { ask, ends } = start()
    const first = ask()
    await Promise.resolve()
    const later = Promise.all([ask(), ask()])
    ends[0]?.()
    expect(await first).toBe(1)
    await expect.poll(() => ends.length).toBe(2)
    ends[1]?.()
    expect(await later).toEqual([2, 2])
  })

  it('goes on after a failure', async () => {
    const { ask, ends } = start()
    const first = ask()
    await Promise.resolve()
    const second = ask()
    ends[0]?.(new Error('no'))
    await expect(first).rejects.toThrow('no')
    await expect.poll(() => ends.length).toBe(2)
    ends[1]?.()
    expect(await second).toBe(2)
  })
})
