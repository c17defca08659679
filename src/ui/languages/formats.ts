import type { IsoTimestamp } from '../../lib/isoTimestamp.ts'
import type { Count, Language } from './language.ts'

/** How a language writes what is no word: always by `Intl`, with the language's own locale. */
export interface Formats {
  /** `14:04` */
  readonly time: (at: IsoTimestamp) => string
  /** A list's word for when: the time today, then the day, then the date. */
  readonly when: (at: IsoTimestamp, now?: Date) => string
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
const SIZE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** Makes a language's formats; the formatters are made once, for making one costs more than a hundred uses. */
export function createFormats({ locale }: Pick<Language, 'locale'>): Formats {
  const date = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options)
  const time = date({ timeStyle: 'short' })
  const weekday = date({ weekday: 'short' })
  const shortDate = date({ day: '2-digit', month: 'short' })
  const shortDateOfAnotherYear = date({ dateStyle: 'short' })
  const longDate = date({ weekday: 'long', day: 'numeric', month: 'long' })
  const longDateOfAnotherYear = date({ dateStyle: 'long' })
  const mediumDate = date({ dateStyle: 'medium' })
  const moment = date({ dateStyle: 'long', timeStyle: 'short' })
  const relativeDay = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const number = new Intl.NumberFormat(locale)
  const percent = new Intl.NumberFormat(locale, { style: 'percent' })
  const list = new Intl.ListFormat(locale)
  const unit = (name: string) => new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' })
  const [hours, minutes] = [unit('hour'), unit('minute')]
  const sizes = SIZE_UNITS.map(
    (unit) =>
      new Intl.NumberFormat(locale, {
        style: 'unit',
        unit,
        // Written out it has a plural: `246 bytes`.
        unitDisplay: unit === 'byte' ? 'long' : 'short',
        maximumSignificantDigits: 3,
      }),
  )
  const [day, hour, minute] = (['day', 'hour', 'minute'] as const).map(
    (unit) => new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow' }),
  )
  const capitalise = (text: string) => text.replace(/^\p{Ll}/u, (letter) => letter.toLocaleUpperCase(locale))

  return {
    time: (at) => time.format(new Date(at)),
    when: (at, now = new Date()) => {
      const then = new Date(at)
      const days = daysBetween(then, now)
      if (days <= 0) return time.format(then)
      if (days === 1) return capitalise(relativeDay.format(-1, 'day'))
      if (days < 7) return capitalise(weekday.format(then))
      return (then.getFullYear() === now.getFullYear() ? shortDate : shortDateOfAnotherYear).format(then)
    },
    day: (at, now = new Date()) => {
      const then = new Date(at)
      const days = daysBetween(then, now)
      if (days <= 1) return capitalise(relativeDay.format(-Math.max(0, days), 'day'))
      return capitalise((then.getFullYear() === now.getFullYear() ? longDate : longDateOfAnotherYear).format(then))
    },
    moment: (at) => moment.format(new Date(at)),
    date: (at) => mediumDate.format(new Date(at)),
    duration: (ms) => {
      const minutes = Math.floor(ms / 60_000)
      if (ms >= DAY_MS) return day?.format(Math.floor(ms / DAY_MS)) ?? ''
      const rest = minute?.format(minutes % 60) ?? ''
      return minutes < 60 ? rest : `${hour?.format(Math.floor(minutes / 60)) ?? ''} ${rest}`
    },
    count: (value) => ({ value, text: number.format(value) }),
    list: (items) => list.format(items),
    size: (bytes) => {
      const power = bytes < 1_000 ? 0 : Math.min(SIZE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
      return sizes[power]?.format(bytes / 1_000 ** power) ?? number.format(bytes)
    },
    percent: (fraction) => percent.format(fraction),
    timeLeft: (left) => {
      const parts = [left >= 60 && hours.format(Math.floor(left / 60)), left % 60 > 0 && minutes.format(left % 60)]
      return parts.filter(Boolean).join(' ')
    },
  }
}

/** Two moments are of one day where the reader is. */
export function isSameDay(a: IsoTimestamp, b: IsoTimestamp): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString()
}

function daysBetween(from: Date, to: Date): number {
  return Math.round((new Date(to).setHours(12, 0, 0, 0) - new Date(from).setHours(12, 0, 0, 0)) / DAY_MS)
}
