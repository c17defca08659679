import { useCallback, useSyncExternalStore } from 'react'
import type { IsoTimestamp } from '../../lib/isoTimestamp.ts'
import { toMinutesLeft, toNextTick } from './sessionWindow.ts'

/** The minutes until a moment; renders again when one is over. `null`: no moment, or on a server, whose clock is another. */
export function useMinutesLeft(closesAt: IsoTimestamp | null): number | null {
  const subscribe = useCallback(
    (notify: () => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined
      const tick = () => {
        clearTimeout(timer)
        notify()
        const ms = closesAt === null ? null : toNextTick(closesAt, Date.now())
        if (ms !== null) timer = setTimeout(tick, ms)
      }
      tick()
      // A page that slept, or was hidden, does not wait for its late timer.
      document.addEventListener('visibilitychange', tick)
      return () => {
        clearTimeout(timer)
        document.removeEventListener('visibilitychange', tick)
      }
    },
    [closesAt],
  )
  const getMinutes = () => (closesAt === null ? null : toMinutesLeft(closesAt, Date.now()))
  return useSyncExternalStore(subscribe, getMinutes, () => null)
}
