'use client'
import { useCallback, useSyncExternalStore } from 'react'
import {
  toMinutesLeft,
  toNextTick,
  toSessionWindow,
  WHATSAPP_WINDOW_HOURS,
  type SessionWindow,
} from '../domain/sessionWindow.ts'
import type { IsoTimestamp } from '../lib/isoTimestamp.ts'

export interface UseSessionWindowResult extends SessionWindow {
  /** The last one that has begun included; never more than the window opens for, also where this clock is behind. */
  readonly minutesLeft: number
}

/**
 * How long a customer can still be written to freely; renders again when a minute is over, and on return to a page that
 * slept.
 *
 * @param closesAt By the channel's clock: `toClosesAt(conversation.lastInboundAt)`. `null`: not known.
 * @param opensHours How long it is open in all. Default: WhatsApp's 24.
 * @returns `null`: not known, or on a server, whose clock is another.
 */
export function useSessionWindow(
  closesAt: IsoTimestamp | null,
  opensHours = WHATSAPP_WINDOW_HOURS,
): UseSessionWindowResult | null {
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
  const left = useSyncExternalStore(subscribe, getMinutes, () => null)
  if (left === null) return null
  const minutesLeft = Math.min(left, opensHours * 60)
  return { minutesLeft, ...toSessionWindow(minutesLeft, opensHours) }
}
