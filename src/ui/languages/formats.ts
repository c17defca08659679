import type { IsoTimestamp } from '../../lib/isoTimestamp.ts'
import type { Count, Language } from './language.ts'

/** How a language writes what is no word: always by `Intl`, with the language's own locale. */
export interface Formats {
  /** `14:04` */
  readonly time: (at: IsoTimestamp) => string
  /** A list's word for when: the time today, then the day, then the date. */
  readonly when: (at: IsoTimestamp, now?: Date) => string
  /** Since when something lasts: the time, and the day where that is another one: `14:04 (yesterday)`. */
  readonly since: (at: IsoTimestamp, now?: Date) => string
  /** A separator's word for a day: `Today`, `Yesterday`, `Monday, 5 January`. */
  readonly day: (at: IsoTimestamp, now?: Date) => string
  /** A whole moment, for who wants to know exactly. */
  readonly moment: (at: IsoTimestamp) => string
  /** A day by itself: `12 Mar 2024` */
  readonly date: (at: IsoTimestamp) => string
  /** `44m`, `1h 44m`, `3d`: how long, in ms, in as little room as possible. */
  readonly duration: (ms: number) => string
  readonly count: (value: number) => Count
  /** `Ana, Bruno and Carla` */
  readonly list: (items: readonly string[]) => string
  /** `47 kB` */
  readonly size: (bytes: number) => string
  readonly percent: (fraction: number) => string
  /** `8 hr 12 min`: how long something lasts, in minutes, where there is room for a sentence. */
  readonly timeLeft: (minutes: number) => string
}

const DAY_MS = 86_400_000
const SIZE_UNITS = ['', 'kilo', 'mega', 'giga'] as const

/** Makes a language's formats; the formatters are made once, for making one costs more than a hundred uses. */
export function createFormats({ locale }: Pick<Language, 'locale'>): Formats {
  const date = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, options)
    return (at: IsoTimestamp | Date) => format.format(new Date(at))
  }
  const number = (options?: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, options)
    return (value: number) => format.format(value)
  }
  const unit = (name: string, unitDisplay: 'narrow' | 'short' | 'long', digits?: number) =>
    number({ style: 'unit', unit: name, unitDisplay, maximumSignificantDigits: digits })
  const time = date({ timeStyle: 'short' })
  const weekday = date({ weekday: 'short' })
  const shortDate = date({ day: '2-digit', month: 'short' })
  const shortDateOfAnotherYear = date({ dateStyle: 'short' })
  const longDate = date({ weekday: 'long', day: 'numeric', month: 'long' })
  const longDateOfAnotherYear = date({ dateStyle: 'long' })
  const relativeDay = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const plain = number()
  const list = new Intl.ListFormat(locale)
  const span = (unitDisplay: 'narrow' | 'short') => {
    const [hours, minutes] = [unit('hour', unitDisplay), unit('minute', unitDisplay)]
    return (left: number) => {
      const [whole, rest] = [Math.floor(left / 60), Math.floor(left % 60)]
      return [whole > 0 && hours(whole), (rest > 0 || !whole) && minutes(rest)].filter(Boolean).join(' ')
    }
  }
  const [days, narrow] = [unit('day', 'narrow'), span('narrow')]
  // Written out, a byte has a plural: `246 bytes`.
  const sizes = SIZE_UNITS.map((power) => unit(`${power}byte`, power ? 'short' : 'long', 3))
  const capitalise = (text: string) => text.replace(/^\p{Ll}/u, (letter) => letter.toLocaleUpperCase(locale))
  /** In a word where there is one; what this clock calls tomorrow is today. */
  const toDay = (at: IsoTimestamp, now = new Date(), isLong = false) => {
    const then = new Date(at)
    const ago = Math.max(0, daysBetween(then, now))
    if (ago < 2) return relativeDay.format(-ago, 'day')
    if (isLong) return (isSameYear(then, now) ? longDate : longDateOfAnotherYear)(at)
    if (ago < 7) return weekday(at)
    return (isSameYear(then, now) ? shortDate : shortDateOfAnotherYear)(at)
  }
  const today = relativeDay.format(0, 'day')

  return {
    time,
    when: (at, now) => {
      const day = toDay(at, now)
      return day === today ? time(at) : capitalise(day)
    },
    since: (at, now) => {
      const day = toDay(at, now)
      return day === today ? time(at) : `${time(at)} (${day})`
    },
    day: (at, now) => capitalise(toDay(at, now, true)),
    moment: date({ dateStyle: 'long', timeStyle: 'short' }),
    date: date({ dateStyle: 'medium' }),
    duration: (ms) => (ms >= DAY_MS ? days(Math.floor(ms / DAY_MS)) : narrow(ms / 60_000)),
    count: (value) => ({ value, text: plain(value) }),
    list: (items) => list.format(items),
    size: (bytes) => {
      const power = sizes.findLastIndex((_, at) => !at || bytes >= 1_000 ** at)
      return (sizes[power] ?? plain)(bytes / 1_000 ** power)
    },
    percent: number({ style: 'percent' }),
    timeLeft: span('short'),
  }
}

function isSameYear(a: Date, b: Date): boolean {
  return a.getFullYear() === b.getFullYear()
}

function daysBetween(from: Date, to: Date): number {
  return Math.round((new Date(to).setHours(12, 0, 0, 0) - new Date(from).setHours(12, 0, 0, 0)) / DAY_MS)
}
