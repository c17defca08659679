import * as v from 'valibot'
import { ConversationError } from '../../domain/errors.ts'
import { quote } from './postgrest.ts'
import type { Row } from './rows.ts'

const Cursor = v.tuple([v.string(), v.union([v.string(), v.number()])])

/** Where a page ends: its last row's time as the database spells it (it has microseconds, this library has not), and id. */
export function toCursor(row: Row | undefined, time: string, id: string): string | null {
  const parsed = v.safeParse(Cursor, [row?.[time], row?.[id]])
  return parsed.success ? JSON.stringify(parsed.output) : null
}

/** The condition for what lies beyond a cursor. `lt`: towards the past; `gt`: towards the present. */
export function toCondition(cursor: string, direction: 'lt' | 'gt', time: string, id: string): string {
  const [at, last] = parse(cursor)
  const edge = quote(at)
  return `(${time}.${direction}.${edge},and(${time}.eq.${edge},${id}.${direction}.${quote(String(last))}))`
}

function parse(cursor: string): v.InferOutput<typeof Cursor> {
  try {
    return v.parse(Cursor, JSON.parse(cursor))
  } catch (cause) {
    throw new ConversationError('invalid_payload', 'unable to load a page; the cursor is none of this backend’s.', {
      cause,
      field: 'cursor',
    })
  }
}
