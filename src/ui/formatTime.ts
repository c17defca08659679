import type { IsoTimestamp } from '../lib/isoTimestamp.ts'
import { words } from './words.ts'

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' })
const date = new Intl.DateTimeFormat(undefined, { day: '2-digit', month: 'short' })
const longDate = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' })

const DAY_MS = 86_400_000

/** `14:04` */
export function formatTime(at: IsoTimestamp): string {
  return time.format(new Date(at))
}

/** A list's word for when: the time today, then the day, then the date. */
export function formatWhen(at: IsoTimestamp, now = new Date()): string {
  const then = new Date(at)
  const days = daysBetween(then, now)
  if (days <= 0) return time.format(then)
  if (days === 1) return words.yesterday
  return days < 7 ? weekday.format(then) : date.format(then)
}

/** A separator's word for a day. */
export function formatDay(at: IsoTimestamp, now = new Date()): string {
  const days = daysBetween(new Date(at), now)
  if (days <= 0) return words.today
  return days === 1 ? words.yesterday : longDate.format(new Date(at))
}

/** Two moments are of one day where the reader is. */
export function isSameDay(a: IsoTimestamp, b: IsoTimestamp): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString()
}

function daysBetween(from: Date, to: Date): number {
  return Math.round((new Date(to).setHours(12, 0, 0, 0) - new Date(from).setHours(12, 0, 0, 0)) / DAY_MS)
}
