import type { Row } from './rows.ts'

/**
 * The rows seen last, by id. A change may leave out what did not change (large values), and a deletion brings nothing but
 * the id: what they mean can only be said with the row itself at hand.
 */
export interface RowMemory {
  readonly get: (id: string) => Row | undefined
  readonly keep: (id: string, row: Row) => void
  readonly forget: (id: string) => void
  /** Another user signed in. */
  readonly clear: () => void
}

/** The oldest are forgotten first: what is not known is fetched. */
const LIMIT = 2_000

export function createRowMemory(limit = LIMIT): RowMemory {
  const rows = new Map<string, Row>()
  return {
    get: (id) => rows.get(id),
    keep: (id, row) => {
      rows.delete(id)
      rows.set(id, row)
      const [oldest] = rows.keys()
      if (rows.size > limit && oldest !== undefined) rows.delete(oldest)
    },
    forget: (id) => {
      rows.delete(id)
    },
    clear: () => rows.clear(),
  }
}
