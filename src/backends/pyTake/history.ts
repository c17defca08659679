import * as v from 'valibot'
import { ConversationError } from '../../domain/errors.ts'
import type { ConversationId } from '../../domain/ids.ts'
import type { Message } from '../../domain/message.ts'
import type { CallOptions, Gateway, ListMessagesRequest, Page } from '../backend.ts'
import { readMessageRows } from './rows.ts'

/** Reads rows by their place from the oldest. */
export type ReadRows = (
  request: { readonly conversationId: ConversationId; readonly skip: number; readonly limit: number },
  options: CallOptions,
) => Promise<readonly unknown[]>

/** Where a page begins: how many are older, if that is known, and the message that stands there. */
interface Cursor {
  readonly position: number | null
  readonly id: string
  readonly createdAt: string
}

/** A row that is no message keeps its place, or every later one would move. */
type Rows = readonly (Message | null)[]

/** No server seen gives more at a time. */
const MOST_ROWS = 100
/** Rows that were written late, with an earlier time, push the ones behind them on: so far they are looked for. */
const MOST_SHIFTS = 3

/**
 * History, newest first, from a server that counts from the oldest and does not say how many there are.
 *
 * - The newest page: the end is looked for by doubling the step, then by halving it: about 2·log₂(n/100) small requests the
 *   first time. Where it was is remembered, so that afterwards (every catch-up) it is one.
 * - Older pages count from the oldest, so what is written meanwhile moves nothing. What was deleted, or written late, does:
 *   each page is therefore asked for together with the message it has to join on to, and looked for until that is in it.
 */
export function createHistory(readRows: ReadRows): Pick<Gateway, 'toCursor' | 'listMessages'> {
  /** How many messages each conversation had when it was last asked. */
  const counts = new Map<ConversationId, number>()
  /** How many rows this server gives at a time. */
  let most = MOST_ROWS

  const read = async (
    conversationId: ConversationId,
    skip: number,
    limit: number,
    options: CallOptions,
  ): Promise<Rows> => readMessageRows(await readRows({ conversationId, skip, limit }, options))

  /** The last rows, and how many there are before them. */
  const readEnd = async (conversationId: ConversationId, wanted: number, options: CallOptions) => {
    const hasRow = async (position: number) => (await read(conversationId, position, 1, options)).length > 0
    let skip = Math.max(0, (counts.get(conversationId) ?? 0) - Math.min(wanted, most))
    let rows = await read(conversationId, skip, most, options)
    // Fewer than there were: some have been deleted.
    while (rows.length === 0 && skip > 0) {
      skip = Math.max(0, skip - most)
      rows = await read(conversationId, skip, most, options)
    }
    // There is something before `low`, and nothing at `high`.
    let low = skip + rows.length
    let high = Infinity
    if (await isLastPage(rows, most, async () => hasRow(low))) high = low
    // Grown since, it was only short: a server that gives so few at a time gives as few again.
    else if (rows.length < most && (await read(conversationId, skip, most, options)).length === rows.length)
      most = rows.length
    for (let step = most; low < high; step *= 2) {
      if (high - low > most) {
        const probe: number = high === Infinity ? low + step : Math.floor((low + high) / 2)
        if (await hasRow(probe)) low = probe + 1
        else high = probe
        continue
      }
      ;[skip, rows] = [low, await read(conversationId, low, most, options)]
      low += rows.length
      if (rows.length === 0) high = low
    }
    counts.set(conversationId, low)
    const first = Math.max(0, low - Math.min(wanted, most))
    if (first < skip) rows = [...(await read(conversationId, first, skip - first, options)), ...rows]
    return { rows: rows.slice(Math.max(0, first - skip)), first }
  }

  /** The rows right before a message. */
  const readBefore = async ({ conversationId, limit }: ListMessagesRequest, cursor: Cursor, options: CallOptions) => {
    const wanted = Math.min(limit, most - 1)
    let end = cursor.position ?? (await findPosition(conversationId, cursor, options))
    for (let shifts = 0; ; shifts += 1) {
      const first = Math.max(0, end - wanted)
      // With the message itself behind them, to see that nothing has come in between.
      const rows = await read(conversationId, first, end - first + 1, options)
      const joint = rows.findIndex((message) => message?.id === cursor.id)
      if (joint >= 0) return { rows: rows.slice(0, joint), first }
      const isBeyond =
        rows.length <= end - first || rows.some((message) => message !== null && message.createdAt > cursor.createdAt)
      // The message itself is gone: what is older than it is older still.
      if (isBeyond || shifts >= MOST_SHIFTS) {
        return {
          rows: rows.map((message) => (message !== null && message.createdAt > cursor.createdAt ? null : message)),
          first,
        }
      }
      end += wanted
    }
  }

  /** Where a message stands that came by another way: the rows are in the order of time, so it is found by halving. */
  const findPosition = async (conversationId: ConversationId, { id, createdAt }: Cursor, options: CallOptions) => {
    let low = 0
    let high: number =
      counts.get(conversationId) ?? (await readEnd(conversationId, 1, options).then(({ first }) => first + 1))
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      const skip = Math.max(0, middle - Math.floor(most / 2))
      const rows = await read(conversationId, skip, most, options)
      const at = rows.findIndex((message) => message?.id === id)
      if (at >= 0) return skip + at
      const newer = rows.findIndex((message) => message !== null && message.createdAt > createdAt)
      if (newer > 0) return skip + newer
      if (newer === 0) high = skip
      else if (rows.length < most) return skip + rows.length
      else low = skip + rows.length
    }
    return low
  }

  return {
    toCursor: ({ id, createdAt }) => JSON.stringify({ position: null, id, createdAt } satisfies Cursor),
    listMessages: async (request, options = {}) => {
      const cursor = readCursor(request.cursor)
      const { rows, first } =
        cursor === null
          ? await readEnd(request.conversationId, request.limit, options)
          : await readBefore(request, cursor, options)
      return toPage(rows, first, cursor)
    },
  }
}

function toPage(rows: Rows, first: number, before: Cursor | null): Page<Message> {
  const position = rows.findIndex((message) => message !== null)
  const oldest = rows[position]
  const next: Cursor | null = oldest
    ? { position: first + position, id: oldest.id, createdAt: oldest.createdAt }
    : before && { ...before, position: first }
  const items = rows.filter((message) => message !== null)
  return {
    items: items.toReversed(),
    nextCursor: first > 0 && next !== null ? JSON.stringify(next) : null,
    serverTime: null,
    rejected: rows.length - items.length,
  }
}

/**
 * A page that is shorter than was asked for is the last one, unless the server gives fewer than that at a time: then its
 * length is a round number, and one look behind it tells.
 */
export async function isLastPage(
  rows: readonly unknown[],
  limit: number,
  hasMore: () => Promise<boolean>,
): Promise<boolean> {
  if (rows.length >= limit) return false
  const mayBeCut = rows.length > 0 && rows.length % 5 === 0
  return !mayBeCut || !(await hasMore())
}

const CursorSchema = v.object({ position: v.nullable(v.number()), id: v.string(), createdAt: v.string() })

function readCursor(cursor: string | null): Cursor | null {
  if (cursor === null) return null
  try {
    return v.parse(CursorSchema, JSON.parse(cursor))
  } catch (cause) {
    throw new ConversationError('invalid_payload', 'unable to load a page; the cursor is none of this backend’s.', {
      cause,
      field: 'cursor',
    })
  }
}
