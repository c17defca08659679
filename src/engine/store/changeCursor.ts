import { toIsoTimestamp } from '../../lib/isoTimestamp.ts'
import { invalid } from '../problem.ts'
import { isUuid } from './isUuid.ts'

/** A place in a list of changes: after the row with this id that changed at this time. */
export interface ChangeCursor {
  readonly updatedAt: string
  readonly id: string
}

export function formatCursor({ updated_at, id }: { readonly updated_at: string; readonly id: string }): string {
  return Buffer.from(`${updated_at} ${id}`).toString('base64url')
}

/** @throws {@link Problem} when the text is none that {@link formatCursor} has written. */
export function parseCursor(text: string): ChangeCursor {
  const [time = '', id = ''] = Buffer.from(text, 'base64url').toString().split(' ')
  const updatedAt = toIsoTimestamp(time)
  if (updatedAt === null || !isUuid(id)) throw invalid('cursor', 'expected the next_cursor of an earlier page')
  return { updatedAt, id }
}
