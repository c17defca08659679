import { act, render, waitFor } from '@testing-library/react'
import { StrictMode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { ConversationError } from '../../src/domain/errors.ts'
import { getMessageKey } from '../../src/domain/message.ts'
import { ConversationProvider } from '../../src/react/ConversationProvider.tsx'
import { useMessages } from '../../src/react/useMessages.ts'
import { buildMessage } from '../../src/testing/builders.ts'
import { MessageBubble } from '../../src/ui/messages/MessageBubble.tsx'
import { openBench } from '../helpers/renderWithClient.tsx'

const at = (second: number) => new Date(Date.UTC(2026, 0, 5, 12, 0, second)).toISOString()
const message = (id: string, second: number) => buildMessage({ id, createdAt: at(second) })

describe('useMessages', () => {
  it('is pending, then lists the history oldest first, then what happens', async () => {
    const { fake, use } = openBench()
    fake.messages.set('b', message('b', 2))
    fake.messages.set('a', message('a', 1))
    const { result } = use(() => useMessages('conversation-1'))
    expect(result.current).toMatchObject({ isPending: true, messages: [], error: null })
    await waitFor(() => expect(result.current.messages.map(({ id }) => id)).toEqual(['a', 'b']))
    expect(result.current).toMatchObject({ isPending: false, isSuccess: true, hasNextPage: false })
    await waitFor(() => expect(fake.transport.isJoined('conversation-1')).toBe(true))
    act(() => fake.write(message('c', 3)))
    await waitFor(() => expect(result.current.messages.map(({ id }) => id)).toEqual(['a', 'b', 'c']))
  })

  it('loads older pages until the beginning', async () => {
    const { fake, use } = openBench()
    for (let second = 0; second < 120; second += 1)
      fake.messages.set(`m${1000 + second}`, message(`m${1000 + second}`, second))
    const { result } = use(() => useMessages('conversation-1'))
    await waitFor(() => expect(result.current.messages).toHaveLength(50))
    expect(result.current.hasNextPage).toBe(true)
    act(() => result.current.fetchNextPage())
    act(() => result.current.fetchNextPage())
    await waitFor(() => expect(result.current.messages).toHaveLength(100))
    act(() => result.current.fetchNextPage())
    await waitFor(() => expect(result.current.messages).toHaveLength(120))
    expect(result.current.hasNextPage).toBe(false)
    expect(result.current.messages[0]?.id).toBe('m1000')
  })

  it('shows an error with its code, and goes on when it is asked again', async () => {
    const { fake, use } = openBench()
    fake.failNext('listMessages', new ConversationError('not_found', 'no such conversation'))
    fake.messages.set('a', message('a', 1))
    const { result } = use(() => useMessages('conversation-1'))
    await waitFor(() => expect(result.current.isError).toBe(true))
    expect(result.current.error?.code).toBe('not_found')
    act(() => result.current.refetch())
    await waitFor(() => expect(result.current.messages).toHaveLength(1))
  })

  it('asks for nothing while no conversation is chosen', async () => {
    const { fake, useWith } = openBench()
    const { result, rerender } = useWith(({ id }) => useMessages(id), { id: null as string | null })
    expect(result.current.isPending).toBe(true)
    rerender({ id: 'conversation-1' })
    await waitFor(() => expect(result.current.isPending).toBe(false))
    expect(fake.calls.filter(({ method }) => method === 'listMessages')).toMatchObject([
      { request: { conversationId: 'conversation-1' } },
    ])
  })

  it('follows the conversation that is chosen, and leaves the one that was', async () => {
    const { fake, useWith } = openBench()
    fake.messages.set('a', message('a', 1))
    fake.messages.set('b', buildMessage({ id: 'b', conversationId: 'conversation-2' }))
    const { result, rerender } = useWith(({ id }) => useMessages(id), { id: 'conversation-1' })
    await waitFor(() => expect(result.current.messages[0]?.id).toBe('a'))
    rerender({ id: 'conversation-2' })
    expect(result.current.messages).toEqual([])
    await waitFor(() => expect(result.current.messages[0]?.id).toBe('b'))
    await waitFor(() => expect(fake.transport.isJoined('conversation-1')).toBe(false))
    expect(fake.transport.isJoined('conversation-2')).toBe(true)
  })

  it('renders a row again only when its own message changes', async () => {
    const { fake, show } = openBench()
    for (let second = 0; second < 30; second += 1)
      fake.messages.set(`m${100 + second}`, message(`m${100 + second}`, second))
    const renders = vi.fn()
    const retry = () => {}
    function Row({ id }: { id: string }) {
      renders(id)
      return null
    }
    function List() {
      const { messages } = useMessages('conversation-1')
      return messages.map((each) => (
        <Probe key={getMessageKey(each)} message={each}>
          {retry}
        </Probe>
      ))
    }
    // The library's own bubble is memoised the same way; the probe counts what it lets through.
    const Probe = Object.assign(
      { ...MessageBubble },
      {
        type: ({ message: each }: { message: { id: string } }) => <Row id={each.id} />,
      },
    ) as unknown as (props: { message: { id: string }; children: unknown }) => null
    show(<List />)
    await waitFor(() => expect(new Set(renders.mock.calls.flat()).size).toBe(30))
    await waitFor(() => expect(fake.transport.isJoined('conversation-1')).toBe(true))
    renders.mockClear()
    const [first] = fake.messages.values()
    act(() => {
      fake.write(message('new', 100))
      if (first) fake.write({ ...first, text: 'edited', editedAt: at(200) })
    })
    await waitFor(() => expect(new Set(renders.mock.calls.flat())).toEqual(new Set(['m100', 'new'])))
  })

  describe('mounted and unmounted', () => {
    function Count() {
      return <i>{useMessages('conversation-1').messages.length}</i>
    }

    it('joins once for two components, and a hundred times leaves nothing', async () => {
      const { fake, client } = openBench()
      const joins = () => fake.transport.sent.filter(({ name }) => name === 'join')
      const tree = (
        <StrictMode>
          <ConversationProvider client={client}>
            <Count />
            <Count />
          </ConversationProvider>
        </StrictMode>
      )
      const { unmount } = render(tree)
      await waitFor(() => expect(fake.transport.isJoined('conversation-1')).toBe(true))
      expect(joins()).toHaveLength(1)
      expect(fake.calls.filter(({ method }) => method === 'listMessages')).toHaveLength(1)
      unmount()
      for (let count = 0; count < 100; count += 1) render(tree).unmount()
      await waitFor(() => expect(fake.transport.state.get().status).toBe('idle'))
      expect(fake.transport.isJoined('conversation-1')).toBe(false)
      expect(client.connection.get().status).toBe('idle')
      expect(joins()).toHaveLength(1)
    })

    it('leaves no timer behind', async () => {
      vi.useFakeTimers()
      const { client, fake } = openBench()
      for (let count = 0; count < 100; count += 1) {
        const { unmount } = render(
          <StrictMode>
            <ConversationProvider client={client}>
              <Count />
            </ConversationProvider>
          </StrictMode>,
        )
        await act(() => vi.advanceTimersByTimeAsync(count % 3 === 0 ? 400 : 5))
        fake.transport.drop()
        fake.transport.restore()
        unmount()
      }
      await vi.advanceTimersByTimeAsync(1_000)
      expect(vi.getTimerCount()).toBe(0)
      expect(client.connection.get().status).toBe('idle')
      vi.useRealTimers()
    })
  })
})
