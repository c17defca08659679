import { describe, expect, it } from 'vitest'
import { toCondition, toCursor } from '../../../src/backends/supabase/keyset.ts'

const time = '2025-01-14T12:00:03.123456+00:00'

describe('where a page ends', () => {
  it('is its last row, by the time as the database spells it, and an id of whichever kind', () => {
    for (const id of ['a"b', 7]) {
      const cursor = toCursor({ at: time, no: id }, 'at', 'no') ?? ''
      const edge = id === 7 ? '"7"' : '"a\\"b"'
      expect(toCondition(cursor, 'lt', 'at', 'no')).toBe(`(at.lt."${time}",and(at.eq."${time}",no.lt.${edge}))`)
    }
  })

  it('is nowhere for a row without one of them, and no other backend’s words say where', () => {
    for (const row of [undefined, {}, { at: time }, { at: null, no: 7 }, { at: time, no: null }]) {
      expect(toCursor(row, 'at', 'no')).toBeNull()
    }
    for (const cursor of ['m-17', '{}', 'null', '["2025"]', '["2025",null]']) {
      expect(() => toCondition(cursor, 'gt', 'at', 'no')).toThrow(/none of this backend/)
    }
  })
})
