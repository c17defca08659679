import { act, waitFor } from '@testing-library/react'
import { useRef } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createDeferred } from '../../src/lib/deferred.ts'
import { useBoardMoves } from '../../src/react/useBoardMoves.ts'
import { useConversation } from '../../src/react/useConversation.ts'
import { useDraft } from '../../src/react/useDraft.ts'
import { useInboxList } from '../../src/react/useInboxList.ts'
import { useMarkRead } from '../../src/react/useMarkRead.ts'
import { useNow } from '../../src/react/useNow.ts'
import { useSessionWindow } from '../../src/react/useSessionWindow.ts'
import { buildConversation } from '../../src/testing/builders.ts'
import { openBench } from '../helpers/renderWithClient.tsx'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

afterEach(() => void vi.useRealTimers())

/** What an inbox of one's own is made of. */
describe('useInboxList', () => {
  it('begins with this user’s, and divides by scope and by what is looked for', async () => {
    const { fake, use } = openBench()
    for (const [id, assigneeId] of [
      ['maria', 'ana'],
      ['joao', 'ana'],
      ['carla', null],
      ['bruno', 'other'],
    ] as const) {
      const contact = { id, name: id, phone: null, avatarUrl: null }
      fake.conversations.set(id, buildConversation({ id, assigneeId, contact }))
    }
    const { result } = use(() => useInboxList({}, 'ana'))
    const ids = () => result.current.conversations.map(({ id }) => id).toSorted()
    await waitFor(() => expect(ids()).toEqual(['joao', 'maria']))
    expect(result.current).toMatchObject({ scope: 'mine', counts: { mine: 2, unassigned: 1 }, foundCount: undefined })
    act(() => result.current.onScopeChange?.('all'))
    expect(ids()).toEqual(['bruno', 'carla', 'joao', 'maria'])
    act(() => result.current.onQueryChange('MARÍA'))
    await waitFor(() => expect(ids()).toEqual(['maria']))
    expect(result.current).toMatchObject({ query: 'MARÍA', foundCount: 1 })
  })

  it('has no scopes where nobody knows who is signed in', async () => {
    const { fake, use } = openBench()
    fake.conversations.set('a', buildConversation({ id: 'a', assigneeId: 'ana' }))
    const { result } = use(() => useInboxList())
    await waitFor(() => expect(result.current.conversations).toHaveLength(1))
    expect(result.current).toMatchObject({ scope: 'all', onScopeChange: undefined, counts: {} })
  })
})

describe('useDraft', () => {
  it('keeps what was left in each conversation, and for this client only', () => {
    const { useWith } = openBench()
    const { result, rerender, unmount } = useWith<ReturnType<typeof useDraft>, string>((id) => useDraft(id), 'maria')
    act(() => result.current.keepText('Bom d'))
    rerender('joao')
    expect(result.current.text).toBe('')
    rerender('maria')
    expect(result.current.text).toBe('Bom d')
    unmount()
    const { result: others } = openBench().use(() => useDraft('maria'))
    expect(others.current.text).toBe('')
  })
})

describe('useSessionWindow', () => {
  it('counts down, turns at two hours, and closes', () => {
    vi.useFakeTimers({ now: Date.parse('2026-03-12T12:00:00.000Z') })
    const closesAt = new Date(Date.now() + 2 * HOUR_MS + 30_000).toISOString()
    const { use } = openBench()
    const { result, unmount } = use(() => useSessionWindow(closesAt))
    expect(result.current).toMatchObject({ state: 'open', minutesLeft: 121 })
    act(() => void vi.advanceTimersByTime(30_000))
    expect(result.current).toMatchObject({ state: 'closing', minutesLeft: 120 })
    act(() => void vi.advanceTimersByTime(2 * HOUR_MS))
    expect(result.current).toEqual({ state: 'closed', minutesLeft: 0, fraction: 0 })
    unmount()
  })

  it('is nothing where it is not known', () => {
    expect(openBench().use(() => useSessionWindow(null)).result.current).toBeNull()
  })
})

describe('useNow', () => {
  it('answers anew when a minute is over', () => {
    vi.useFakeTimers({ now: Date.parse('2026-03-12T12:00:50.000Z') })
    const { result, unmount } = openBench().use(() => useNow((now) => now.toISOString().slice(11, 16)))
    expect(result.current).toBe('12:00')
    act(() => void vi.advanceTimersByTime(10_000))
    expect(result.current).toBe('12:01')
    unmount()
  })
})

describe('useBoardMoves', () => {
  const columns = [
    { id: 'new', title: 'New', conversations: [buildConversation({ id: 'maria' })] },
    { id: 'won', title: 'Won', conversations: [] },
  ]
  const move = { conversationId: 'maria', fromColumnId: 'new', toColumnId: 'won' }

  it('shows a card in its new place while its move is on its way, and puts it back when it is refused', async () => {
    const answer = createDeferred<void>()
    const onRefused = vi.fn()
    const { result } = openBench().use(() => useBoardMoves({ columns, onMove: () => answer.promise, onRefused }))
    const where = () => result.current.placed.find(({ conversations }) => conversations.length > 0)?.id
    expect([where(), result.current.placed]).toEqual(['new', columns])
    act(() => result.current.move(move))
    expect([where(), [...result.current.movingIds]]).toEqual(['won', ['maria']])
    answer.reject(new Error('no'))
    await waitFor(() => expect(where()).toBe('new'))
    expect(result.current.movingIds.size).toBe(0)
    expect(onRefused).toHaveBeenCalledExactlyOnceWith(move)
  })

  it('keeps a card on its way that was moved on before the first answer came, whatever that answer is', async () => {
    const answers = [createDeferred<void>(), createDeferred<void>()]
    const [first, second] = answers
    const wide = [...columns, { id: 'lost', title: 'Lost', conversations: [] }]
    const onMove = ({ toColumnId }: typeof move) => (toColumnId === 'won' ? first : second)?.promise
    const onRefused = vi.fn()
    const { result } = openBench().use(() => useBoardMoves({ columns: wide, onMove, onRefused }))
    const where = () => result.current.placed.find(({ conversations }) => conversations.length > 0)?.id
    act(() => result.current.move(move))
    act(() => result.current.move({ ...move, fromColumnId: 'won', toColumnId: 'lost' }))
    first?.reject(new Error('no'))
    await waitFor(() => expect(onRefused).toHaveBeenCalledOnce())
    expect([where(), [...result.current.movingIds]]).toEqual(['lost', ['maria']])
    second?.resolve()
    await waitFor(() => expect(result.current.movingIds.size).toBe(0))
    expect(where()).toBe('lost')
  })
})

describe('useMarkRead', () => {
  /** Shows how much the server holds as unread, once it is known here. */
  function openThread(isThere: boolean) {
    const { fake, show } = openBench()
    fake.conversations.set('maria', buildConversation({ id: 'maria', unreadCount: 2 }))
    function Thread() {
      const thread = useRef<HTMLDivElement>(null)
      const { conversation } = useConversation('maria')
      useMarkRead(thread, 'maria')
      return (
        <>
          {isThere && <div ref={thread} />}
          {conversation?.contact.name}
        </>
      )
    }
    const { container } = show(<Thread />)
    return { getText: () => container.textContent, getUnread: () => fake.conversations.get('maria')?.unreadCount }
  }

  it('marks what is on screen', async () => {
    const { getUnread } = openThread(true)
    await waitFor(() => expect(getUnread()).toBe(0))
  })

  it('marks what came to a hidden page when somebody comes back to it', async () => {
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    const { getText, getUnread } = openThread(true)
    await waitFor(() => expect(getText()).toBe('Maria Souza'))
    expect(getUnread()).toBe(2)
    visibility.mockRestore()
    act(() => void document.dispatchEvent(new Event('visibilitychange')))
    await waitFor(() => expect(getUnread()).toBe(0))
  })

  it('leaves what is not', async () => {
    const { getText, getUnread } = openThread(false)
    await waitFor(() => expect(getText()).toBe('Maria Souza'))
    expect(getUnread()).toBe(2)
  })
})
