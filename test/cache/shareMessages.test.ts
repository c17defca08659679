import { InfiniteQueryObserver, QueryClient } from '@tanstack/query-core'
import { describe, expect, it } from 'vitest'
import { changeMessages, type MessageChanges } from '../../src/cache/changeMessages.ts'
import type { MessageData, MessagePage } from '../../src/cache/messageData.ts'
import { messagesQuery, type CacheSource } from '../../src/cache/queryOptions.ts'
import { conversationKeys } from '../../src/cache/keys.ts'
import type { Message } from '../../src/domain/message.ts'
import { buildMessage } from '../../src/testing/builders.ts'

const at = (second: number) => new Date(Date.UTC(2026, 0, 5, 12, 0, second)).toISOString()
const message = (id: string, second: number) => buildMessage({ id, createdAt: at(second) })
const key = conversationKeys.thread('scope', 'conversation-1')

/** A history of two pages whose answers are given by hand. */
function open() {
  const queryClient = new QueryClient()
  const answers: ((page: MessagePage) => void)[] = []
  const source = {
    scope: 'scope',
    loadMessages: () => new Promise<MessagePage>((resolve) => answers.push(resolve)),
  } as Partial<CacheSource> as CacheSource
  const observer = new InfiniteQueryObserver(queryClient, messagesQuery(source, 'conversation-1'))
  const stop = observer.subscribe(() => {})
  const change = (changes: MessageChanges) => {
    const current = queryClient.getQueryData<MessageData>(key)
    if (current) queryClient.setQueryData(key, changeMessages(current, changes))
  }
  const live = (...upserts: readonly Message[]) => change({ upserts })
  const discard = (id: string) => change({ removals: [id] })
  const answer = async (page: Omit<MessagePage, 'aside'>) => {
    await expect.poll(() => answers.length).toBeGreaterThan(0)
    answers.shift()?.({ ...page, aside: [] })
    await expect.poll(() => observer.getCurrentResult().isFetching).toBe(false)
  }
  return {
    observer,
    live,
    change,
    discard,
    answer,
    stop,
    ids: () => observer.getCurrentResult().data?.map(({ id }) => id),
  }
}

describe('a live message that arrives while a fetch is in flight (TanStack/query#3579)', () => {
  it('survives the landing of fetchNextPage', async () => {
    const { observer, live, answer, stop, ids } = open()
    await answer({ messages: [message('c', 3), message('d', 4)], nextCursor: 'c' })
    void observer.fetchNextPage()
    live(message('e', 5))
    expect(ids()).toEqual(['c', 'd', 'e'])
    await answer({ messages: [message('b', 2), message('a', 1)], nextCursor: null })
    expect(ids()).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(observer.getCurrentResult().hasNextPage).toBe(false)
    stop()
  })

  it('survives the landing of a refetch', async () => {
    const { observer, live, answer, stop, ids } = open()
    await answer({ messages: [message('a', 1)], nextCursor: null })
    void observer.refetch()
    live(message('b', 2))
    await answer({ messages: [message('a', 1)], nextCursor: null })
    expect(ids()).toEqual(['a', 'b'])
    stop()
  })

  it('does not come back when it was discarded meanwhile', async () => {
    const { observer, live, discard, answer, stop, ids } = open()
    await answer({ messages: [message('b', 2)], nextCursor: 'b' })
    const unsent = buildMessage({ id: 'u', clientId: 'u', status: 'sending', direction: 'outbound' })
    live(unsent)
    void observer.fetchNextPage()
    discard('u')
    await answer({ messages: [message('a', 1)], nextCursor: null })
    expect(ids()).toEqual(['a', 'b'])
    stop()
  })

  it('is not lost when it is older than what was loaded: its page brings it in', async () => {
    const { observer, live, answer, stop, ids } = open()
    await answer({ messages: [message('d', 4)], nextCursor: 'd' })
    void observer.fetchNextPage()
    // Committed late: older than the loaded page, and too late for the answer that is on its way.
    live(message('b', 2))
    await answer({ messages: [message('c', 3), message('a', 1)], nextCursor: null })
    expect(ids()).toEqual(['a', 'b', 'c', 'd'])
    stop()
  })
})

describe('shareMessages', () => {
  it('keeps every row’s identity when an older page is put in front', async () => {
    const { observer, answer, stop } = open()
    await answer({ messages: [message('c', 3), message('d', 4)], nextCursor: 'c' })
    const before = observer.getCurrentResult().data ?? []
    void observer.fetchNextPage()
    await answer({ messages: [message('a', 1)], nextCursor: null })
    const after = observer.getCurrentResult().data ?? []
    expect(after.slice(1)).toEqual(before)
    after.slice(1).forEach((each, position) => expect(each).toBe(before[position]))
    stop()
  })

  it('hears of receipts for a page that the server has cut in another order of equal times', async () => {
    const { observer, change, answer, stop, ids } = open()
    const ours = (id: string) => buildMessage({ id, createdAt: at(2), direction: 'outbound', status: 'sent' })
    // By number 10 comes after 9, as text before it.
    await answer({ messages: [message('11', 3), ours('10')], nextCursor: '10' })
    void observer.fetchNextPage()
    await answer({ messages: [ours('9'), message('8', 1)], nextCursor: null })
    expect(ids()).toEqual(['8', '10', '9', '11'])
    change({ statuses: [{ reference: '9', status: 'read', error: null }] })
    expect(observer.getCurrentResult().data?.find(({ id }) => id === '9')?.status).toBe('read')
    stop()
  })

  it('does not step back when a fetch brings an older state than a receipt', async () => {
    const { observer, live, answer, stop } = open()
    const sent = buildMessage({ id: 'a', direction: 'outbound', status: 'sent', createdAt: at(1) })
    await answer({ messages: [sent], nextCursor: null })
    void observer.refetch()
    live({ ...sent, status: 'read' })
    await answer({ messages: [sent], nextCursor: null })
    expect(observer.getCurrentResult().data?.[0]?.status).toBe('read')
    stop()
  })
})
