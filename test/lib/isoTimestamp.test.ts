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
})
