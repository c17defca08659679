import { act, renderHook, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ConversationError } from '../../src/domain/errors.ts'
import { OPERATIONS } from '../../src/domain/operation.ts'
import { ConversationProvider } from '../../src/react/ConversationProvider.tsx'
import { useCapabilities } from '../../src/react/useCapabilities.ts'
import { useConnection } from '../../src/react/useConnection.ts'
import { useConversation } from '../../src/react/useConversation.ts'
import { useConversations } from '../../src/react/useConversations.ts'
import { useMessages } from '../../src/react/useMessages.ts'
import { useSendMessage } from '../../src/react/useSendMessage.ts'
import { usePresence } from '../../src/react/usePresence.ts'
import { useTyping } from '../../src/react/useTyping.ts'
import { buildConversation } from '../../src/testing/builders.ts'
import { createFakeBackend } from '../../src/testing/fakeBackend.ts'
import { openBench } from '../helpers/renderWithClient.tsx'

describe('useConversations', () => {
  it('lists by latest activity and follows what happens', async () => {
    const { fake, use } = openBench()
    const one = buildConversation({ id: 'one' })
    const two = buildConversation({ id: 'two' })
    fake.conversations.set('one', one)
    fake.conversations.set('two', two)
    const { result } = use(() => useConversations())
    expect(result.current.isPending).toBe(true)
    await waitFor(() => expect(result.current.conversations.map(({ id }) => id)).toEqual(['two', 'one']))
    act(() => fake.writeConversation({ ...one, lastMessageAt: '2027-01-01T00:00:00.000Z', unreadCount: 1 }))
    await waitFor(() => expect(result.current.conversations.map(({ id }) => id)).toEqual(['one', 'two']))
    expect(result.current.conversations[0]?.unreadCount).toBe(1)
  })

  it('keeps to its filter: what matches comes, what does not goes', async () => {
    const { fake, use } = openBench()
    const read = buildConversation({ id: 'read', unreadCount: 0 })
    fake.conversations.set('read', read)
    const { result } = use(() => useConversations({ unreadOnly: true }))
    await waitFor(() => expect(result.current.isSuccess).toBe(true))
    expect(result.current.conversations).toEqual([])
    act(() => fake.writeConversation({ ...read, unreadCount: 1 }))
    await waitFor(() => expect(result.current.conversations).toHaveLength(1))
    act(() => fake.writeConversation({ ...read, unreadCount: 0 }))
    await waitFor(() => expect(result.current.conversations).toEqual([]))
  })

  it('loads page after page without a gap when conversations move meanwhile', async () => {
    const { fake, use } = openBench()
    for (let count = 0; count < 70; count += 1) {
      const conversation = buildConversation()
      fake.conversations.set(conversation.id, conversation)
    }
    const { result } = use(() => useConversations())
    await waitFor(() => expect(result.current.conversations).toHaveLength(30))
    const last = [...fake.conversations.values()][0]
    act(() => {
      if (last) fake.writeConversation({ ...last, lastMessageAt: '2027-01-01T00:00:00.000Z' })
    })
    await waitFor(() => expect(result.current.conversations[0]?.id).toBe(last?.id))
    while (result.current.hasNextPage) {
      const { length } = result.current.conversations
      act(() => result.current.fetchNextPage())
      await waitFor(() => expect(result.current.conversations.length).toBeGreaterThan(length))
    }
    expect(new Set(result.current.conversations.map(({ id }) => id))).toEqual(new Set(fake.conversations.keys()))
    expect(result.current.conversations).toHaveLength(70)
  })
})

describe('useConversation', () => {
  it('is there at once when an inbox holds it, and changes with it', async () => {
    const { fake, use } = openBench()
    const one = buildConversation({ id: 'one', unreadCount: 2 })
    fake.conversations.set('one', one)
    const { result } = use(() => ({ list: useConversations(), one: useConversation('one') }))
    await waitFor(() => expect(result.current.one.conversation?.id).toBe('one'))
    act(() => fake.writeConversation({ ...one, stageId: 'proposal' }))
    await waitFor(() => expect(result.current.one.conversation?.stageId).toBe('proposal'))
  })

  it('is the other conversation when another one is chosen, though that one changed longer ago', async () => {
    const { fake, use } = openBench()
    const one = buildConversation({ id: 'one', updatedAt: '2026-01-06T12:00:00.000Z' })
    const nameless = { id: null, name: null, phone: '551197777', avatarUrl: null }
    const two = buildConversation({ id: 'two', updatedAt: '2026-01-05T12:00:00.000Z', contact: nameless })
    for (const each of [one, two]) fake.conversations.set(each.id, each)
    let id = 'one'
    const { result, rerender } = use(() => ({ list: useConversations(), ...useConversation(id) }))
    await waitFor(() => expect(result.current.conversation?.id).toBe('one'))
    id = 'two'
    rerender()
    await waitFor(() => expect(result.current.conversation).toMatchObject({ id: 'two', contact: nameless }))
    id = 'one'
    rerender()
    await waitFor(() => expect(result.current.conversation).toMatchObject({ id: 'one', contact: one.contact }))
  })

  it('clears the unread count at once, and takes it back when the server refuses', async () => {
    const { fake, use } = openBench()
    fake.conversations.set('one', buildConversation({ id: 'one', unreadCount: 2 }))
    const { result } = use(() => useConversation('one'))
    await waitFor(() => expect(result.current.conversation?.unreadCount).toBe(2))
    fake.failNext('markRead', new ConversationError('server_error', 'no'))
    await act(() => result.current.markRead().catch(() => {}))
    await waitFor(() => expect(result.current.conversation?.unreadCount).toBe(2))
    await act(() => result.current.markRead())
    await waitFor(() => expect(result.current.conversation?.unreadCount).toBe(0))
    expect(fake.conversations.get('one')?.unreadCount).toBe(0)
  })

  it('changes a field at once, and takes it back when the server refuses', async () => {
    const { fake, use } = openBench()
    fake.conversations.set('one', buildConversation({ id: 'one', assigneeId: null }))
    const { result } = use(() => useConversation('one'))
    await waitFor(() => expect(result.current.conversation?.assigneeId).toBeNull())
    const forbidden = new ConversationError('forbidden', 'no')
    fake.failNext('updateConversation', forbidden)
    let refusal: unknown
    await act(async () => {
      const update = result.current.update({ assigneeId: 'user-1' })
      refusal = await update.catch((error: unknown) => error)
    })
    expect(refusal).toBe(forbidden)
    await waitFor(() => expect(result.current.conversation?.assigneeId).toBeNull())
    await act(() => result.current.update({ assigneeId: 'user-1' }))
    await waitFor(() => expect(result.current.conversation?.assigneeId).toBe('user-1'))
  })
})

describe('useSendMessage', () => {
  it('shows the message at once, confirms it, and keeps its functions', async () => {
    const { fake, use } = openBench()
    const { result, rerender } = use(() => ({
      ...useMessages('conversation-1'),
      send: useSendMessage('conversation-1'),
    }))
    await waitFor(() => expect(result.current.isSuccess).toBe(true))
    const { send } = result.current
    const release = fake.holdNext('sendMessage')
    act(() => void send.sendMessage('Hello'))
    await waitFor(() => expect(result.current.messages).toMatchObject([{ text: 'Hello', status: 'sending' }]))
    release()
    await waitFor(() => expect(result.current.messages).toMatchObject([{ text: 'Hello', status: 'pending' }]))
    rerender(undefined)
    expect(result.current.send).toBe(send)
  })

  it('fails visibly, retries and discards', async () => {
    const { fake, use } = openBench()
    const { result } = use(() => ({ ...useMessages('conversation-1'), ...useSendMessage('conversation-1') }))
    await waitFor(() => expect(result.current.isSuccess).toBe(true))
    const refused = new ConversationError('invalid_payload', 'no')
    fake.failNext('sendMessage', refused)
    fake.failNext('sendMessage', refused)
    act(() => void result.current.sendMessage({ text: 'Hello' }))
    await waitFor(() => expect(result.current.messages[0]?.status).toBe('failed'))
    act(() => void result.current.retryMessage(result.current.messages[0]?.id ?? ''))
    await waitFor(() => expect(result.current.messages[0]?.status).toBe('failed'))
    act(() => result.current.discardMessage(result.current.messages[0]?.id ?? ''))
    await waitFor(() => expect(result.current.messages).toEqual([]))
  })
})

describe('useTyping', () => {
  it('shows who is writing and tells the others', async () => {
    const { fake, use } = openBench()
    const { result } = use(() => useTyping('conversation-1'))
    await waitFor(() => expect(fake.transport.state.get().status).toBe('connected'))
    const participant = { type: 'contact', id: '5511988887777', name: null } as const
    act(() => fake.announce({ type: 'typing.changed', conversationId: 'conversation-1', participant, isTyping: true }))
    expect(result.current.typing).toEqual([participant])
    act(() => {
      result.current.notifyTyping()
      result.current.notifyTyping()
    })
    await waitFor(() =>
      expect(fake.transport.sent.filter(({ name }) => name === 'notifyTyping')).toMatchObject([
        { payload: { conversationId: 'conversation-1', isTyping: true } },
      ]),
    )
  })
})

describe('usePresence', () => {
  const ana = { userId: 'ana', userName: 'Ana', status: 'online', viewing: 'conversation-1', lastSeenAt: null } as const

  it('shows who else looks at the conversation, and tells them of this user', async () => {
    const { fake, use } = openBench()
    const { result, unmount } = use(() => usePresence('conversation-1'))
    await waitFor(() => expect(fake.transport.state.get().status).toBe('connected'))
    act(() => fake.announce({ type: 'presence.changed', presence: ana }))
    expect(result.current.presences).toEqual([ana])
    act(() => fake.announce({ type: 'presence.changed', presence: { ...ana, viewing: null } }))
    expect(result.current.presences).toEqual([])
    const said = () =>
      fake.transport.sent.filter(({ name }) => name === 'announcePresence').map(({ payload }) => payload)
    const here = { type: 'announcePresence', status: 'online', viewing: 'conversation-1' }
    await waitFor(() => expect(said()).toEqual([here]))
    unmount()
    await waitFor(() => expect(said()).toEqual([here, { type: 'announcePresence', status: 'offline', viewing: null }]))
  })

  it('lends its names to those who are writing', async () => {
    const { fake, use } = openBench()
    const { result } = use(() => useTyping('conversation-1'))
    await waitFor(() => expect(fake.transport.state.get().status).toBe('connected'))
    const participant = { type: 'user', id: 'ana', name: null } as const
    act(() => {
      fake.announce({ type: 'presence.changed', presence: ana })
      fake.announce({ type: 'typing.changed', conversationId: 'conversation-1', participant, isTyping: true })
    })
    expect(result.current.typing).toEqual([{ type: 'user', id: 'ana', name: 'Ana' }])
  })

  it('says nothing to a server that has no presence', async () => {
    const { fake, use } = openBench({ capabilities: [] })
    const { result } = use(() => usePresence())
    await waitFor(() => expect(result.current.presences).toEqual([]))
    await waitFor(() => expect(fake.transport.state.get().status).toBe('connected'))
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(fake.transport.sent.map(({ name }) => name)).not.toContain('announcePresence')
  })
})

describe('useConnection', () => {
  it('says how the line is, since when, and why', async () => {
    const { fake, use } = openBench()
    const { result } = use(() => useConnection())
    await waitFor(() =>
      expect(result.current).toMatchObject({ status: 'connected', transport: 'socket', isStale: false }),
    )
    act(() => fake.transport.drop())
    expect(result.current).toMatchObject({
      status: 'reconnecting',
      transport: null,
      reason: 'disconnected',
      isStale: true,
    })
    expect(result.current.lastSyncedAt).not.toBeNull()
    expect(result.current.retryAt).not.toBeNull()
    act(() => fake.transport.restore())
    await waitFor(() => expect(result.current.status).toBe('connected'))
  })
})

describe('useCapabilities', () => {
  it('says at once what is possible by definition, and the rest once the server has announced it', async () => {
    const { fake, use } = openBench({ capabilities: ['presence'] })
    const seen: ReadonlySet<string>[] = []
    const { result, rerender } = use(() => {
      const can = useCapabilities()
      seen.push(can)
      return can
    })
    expect([...(seen[0] ?? [])].toSorted()).toEqual(OPERATIONS.toSorted())
    await waitFor(() => expect(result.current.has('presence')).toBe(true))
    expect(fake.transport.state.get().status).toBe('connected')
    expect(result.current.has('changes')).toBe(false)
    const known = result.current
    rerender(undefined)
    expect(result.current).toBe(known)
  })

  it('leaves out what the backend has no way to do', () => {
    const backend = { ...createFakeBackend().backend, cannot: ['markRead', 'updateConversation'] as const }
    const { result } = renderHook(() => useCapabilities(), {
      wrapper: ({ children }) => <ConversationProvider backends={[backend]}>{children}</ConversationProvider>,
    })
    expect(OPERATIONS.filter((operation) => !result.current.has(operation))).toEqual(backend.cannot)
  })
})
