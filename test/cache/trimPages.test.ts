import { expect, it } from 'vitest'
import { toMessageList } from '../../src/cache/messageData.ts'
import { shareMessages, toMessageData } from '../../src/cache/shareMessages.ts'
import type { MessageData } from '../../src/cache/messageData.ts'
import { trimPages } from '../../src/cache/trimPages.ts'
import { buildMessage } from '../../src/testing/builders.ts'

it('lets go of nothing that the server would not find again, whatever its order of equal times', () => {
  // By number 10 comes after 9, as text before it: each is cut from the other.
  const times = new Map([
    ['8', 1],
    ['9', 2],
    ['10', 2],
    ['11', 3],
  ])
  const build = (id: string) =>
    buildMessage({ id, createdAt: new Date(Date.UTC(2026, 0, 5, 12, 0, times.get(id))).toISOString() })
  const data = toMessageData({
    pages: [
      ['9', '11'],
      ['8', '10'],
    ].map((ids) => ({ messages: ids.map(build), nextCursor: null, aside: [] })),
    pageParams: [null, '9'],
  })
  const trimmed = trimPages(data, 1, ({ id }) => id)
  const cursor = trimmed.pages[0]?.nextCursor ?? null
  const older = [...times.keys()].filter((id) => Number(id) < Number(cursor)).toReversed()
  const landed = {
    pages: [...trimmed.pages, { messages: older.map(build), nextCursor: null, aside: [] }],
    pageParams: [...trimmed.pageParams, cursor],
  }
  const loaded = shareMessages(trimmed, landed) as MessageData
  expect(toMessageList(loaded).map(({ id }) => id)).toEqual(['8', '10', '9', '11'])
})
