import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toIsoTimestamp } from '../../src/lib/isoTimestamp.ts'

describe('toIsoTimestamp', () => {
  it.each([
    ['2025-01-14T12:00:03.120Z', '2025-01-14T12:00:03.120Z'],
    ['2025-01-14T12:00:03Z', '2025-01-14T12:00:03.000Z'],
    ['2025-01-14T09:00:03.120-03:00', '2025-01-14T12:00:03.120Z'],
    ['2025-10-10T14:03:22.481000', '2025-10-10T14:03:22.481Z'],
    ['2025-10-10T14:04:01.002000+00:00', '2025-10-10T14:04:01.002Z'],
    ['2026-11-21 03:46:38.023+00', '2026-11-21T03:46:38.023Z'],
    ['2026-11-21 03:46', '2026-11-21T03:46:00.000Z'],
  ])('reads %s as %s', (given, expected) => {
    expect(toIsoTimestamp(given)).toBe(expected)
  })

  it.each([
    null,
    undefined,
    0,
    1_700_000_000,
    '',
    'now',
    '2025-01-14',
    '2025-99-99T12:00:00Z',
    '2025-02-30T12:00:00Z',
    '0000-06-01T00:00:00Z',
    '0001-01-01T00:00:00+14:00',
    '9999-12-31T23:59:59-14:00',
    'x'.repeat(1000),
    {},
  ])('refuses %j', (given) => {
    expect(toIsoTimestamp(given)).toBeNull()
  })

  it('says of every time what a Date says, however it is spelled', () => {
    const two = (value: number) => String(value).padStart(2, '0')
    const part = (max: number) => fc.integer({ min: 0, max })
    const fraction = fc.oneof(fc.constant(''), fc.stringMatching(/^\.\d{1,9}$/))
    const zone = fc.constantFrom('Z', 'z', '', '+00', '+00:00', '+0000', '-00:00', '+05:30', '-03')
    fc.assert(
      fc.property(
        fc.tuple(fc.integer({ min: 0, max: 9_999 }), part(13), part(32), part(24), part(60), part(60)),
        fc.constantFrom('T', ' '),
        fraction,
        zone,
        ([year, month, day, hour, minute, second], blank, behind, offset) => {
          const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
          const time = `${two(hour)}:${two(minute)}:${two(second)}${behind}`
          const isDay = new Date(Date.UTC(2000, month - 1, day)).getUTCDate() === day && month >= 1 && month <= 12
          const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
          const isReal = isDay && day > 0 && (month !== 2 || day < 29 || isLeap) && year > 0
          const spelled = offset.replace(/^$/, 'Z').replace(/^([+-]\d\d)$/, '$1:00')
          const at = Date.parse(`${date}T${time}${spelled}`)
          const expected = isReal && !Number.isNaN(at) ? new Date(at).toISOString() : null
          const isInRange = expected !== null && /^(?!0000)\d{4}-/.test(expected)
          expect(toIsoTimestamp(`${date}${blank}${time}${offset}`)).toBe(isInRange ? expected : null)
        },
      ),
      { numRuns: 3_000 },
    )
  })
})
