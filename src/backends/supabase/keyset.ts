import { ConversationError } from '../../domain/errors.ts'
import { quote } from './postgrest.ts'
import type { Row } from './rows.ts'

/** The time as the database spells it (it has microseconds, this library has not), and the id. */
type Edge = readonly [string, string | number]

function isEdge(value: unknown): value is Edge {
  if (!Array.isArray(value)) return false
  const [time, id]: readonly unknown[] = value
  return typeof time === 'string' && (typeof id === 'string' || typeof id === 'number')
}

/** Where a page ends: at its last row. */
export function toCursor(row: Row | undefined, time: string, id: string): string | null {
  const edge = [row?.[time], row?.[id]]
  return isEdge(edge) ? JSON.stringify(edge) : null
}

/** The condition for what lies beyond a cursor. `lt`: towards the past; `gt`: towards the present. */
export function toCondition(cursor: string, direction: 'lt' | 'gt', time: string, id: string): string {
  const [at, last] = parse(cursor)
  const edge = quote(at)
  return `(${time}.${direction}.${edge},and(${time}.eq.${edge},${id}.${direction}.${quote(String(last))}))`
}

function parse(cursor: string): Edge {
  try {
    const edge: unknown = JSON.parse(cursor)
    if (isEdge(edge)) return edge
  } catch {
    // Another backend's words, which need not be JSON.
  }
  const message = 'unable to load a page; the cursor is none of this backend’s.'
  throw new ConversationError('invalid_payload', message, { field: 'cursor' })
}
