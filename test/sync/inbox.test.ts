import { QueryObserver } from '@tanstack/query-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Capability } from '../../src/domain/capability.ts'
import { ConversationError } from '../../src/domain/errors.ts'
import { buildConversation } from '../../src/testing/builders.ts'
import { startFakeClient } from '../helpers/fakeClient.ts'
import { buildInbox, openInbox, storeConversations } from '../helpers/openInbox.ts'
import { SETTLED_MS } from '../helpers/openThread.ts'
import { stopClock } from '../helpers/stillClock.ts'

const forbidden = new ConversationError('forbidden', 'the server answered 403')
const LATER = '2026-02-01T00:00:00.000Z'
const servers: readonly (readonly [string, { readonly capabilities?: readonly Capability[] }])[] = [
  ['a server with every extension', {}],
  ['a base server', { capabilities: [] }],
]

describe.each(servers)('an inbox on %s', (_, options) => {
  it('shows what was reported while its first page was on its way', async () => {
    const wait = stopClock()
    const { fake, client } = startFakeClient(options)
    const known = buildConversation({ id: 'known' })
    storeConversations(fake, known)
    await wait(SETTLED_MS)
    const land = fake.holdNext('listConversations')
    const inbox = client.watchConversations()
    onTestFinished(inbox.close)
    await wait(10)
    fake.writeConversation(buildConversation({ id: 'new', unreadCount: 1, lastMessageAt: LATER }))
    fake.writeConversation({ ...known, unreadCount: 7 })
    await wait(50)
    land()
    await wait(1_000)
    expect(inbox.get().conversations.map(({ id, unreadCount }) => [id, unreadCount])).toEqual([
      ['new', 1],
      ['known', 7],
    ])
  })

  it('shows what happened between its first page and the line coming up', async () => {
    const wait = stopClock()
    const { fake, client } = startFakeClient(options)
    fake.transport.drop()
    storeConversations(fake, buildConversation({ id: 'known' }))
    const land = fake.holdNext('listConversations')
    const inbox = client.watchConversations()
    onTestFinished(inbox.close)
    await wait(10)
    fake.writeConversation(buildConversation({ id: 'new', lastMessageAt: LATER }))
    fake.transport.restore()
    await wait(SETTLED_MS)
    land()
    await wait(1_000)
    expect(inbox.get().conversations.map(({ id }) => id)).toEqual(['new', 'known'])
  })

  it('brings a single conversation up to date that was read without a list', async () => {
    const wait = stopClock()
    const { fake, client } = startFakeClient(options)
    const one = buildConversation({ id: 'one', unreadCount: 0 })
    storeConversations(fake, one)
    await wait(SETTLED_MS)
    const detail = new QueryObserver(client.queryClient, client.queries.conversation('one'))
    onTestFinished(detail.subscribe(() => {}))
    await wait(50)
    expect(detail.getCurrentResult().data?.unreadCount).toBe(0)
    fake.transport.drop()
    fake.writeConversation({ ...one, unreadCount: 5 })
    fake.transport.restore()
    await wait(SETTLED_MS)
    expect(detail.getCurrentResult().data?.unreadCount).toBe(5)
  })
})

describe('an inbox that is read anew after an outage', () => {
  it('keeps a conversation that moved from one page to another meanwhile', async () => {
    const { fake, client, inbox, wait, listed } = await openInbox({
      capabilities: [],
      conversations: buildInbox(60),
    })
    await inbox.fetchNextPage()
    await wait(50)
    expect(listed()).toHaveLength(60)
    fake.transport.drop()
    const land = fake.holdNext('listConversations')
    fake.transport.restore()
    await wait(500)
    const [last] = buildInbox(60).slice(-1)
    if (last) fake.writeConversation({ ...last, lastMessageAt: LATER, unreadCount: 1 })
    await wait(50)
    land()
    await wait(SETTLED_MS)
    expect(client.connection.get().status).toBe('connected')
    expect(listed()[0]).toBe('c59')
    expect(listed()).toHaveLength(60)
  })

  it('does not keep the client waiting for a filter the server refuses', async () => {
    const { fake, client, wait } = await openInbox({ capabilities: [], conversations: buildInbox(1) })
    fake.transport.drop()
    for (let count = 0; count < 9; count += 1) fake.failNext('listConversations', forbidden)
    fake.transport.restore()
    await wait(SETTLED_MS)
    expect(client.connection.get()).toMatchObject({ status: 'connected', isStale: false })
  })

  it('costs nothing while nobody looks, and is read when somebody does', async () => {
    const { fake, client, inbox, wait } = await openInbox({ capabilities: [], conversations: buildInbox(2) })
    inbox.close()
    fake.transport.drop()
    storeConversations(fake, buildConversation({ id: 'new', lastMessageAt: LATER }))
    const before = fake.calls.length
    fake.transport.restore()
    await wait(SETTLED_MS)
    expect(fake.calls).toHaveLength(before)
    const again = client.watchConversations()
    onTestFinished(again.close)
    await wait(50)
    expect(again.get().conversations.map(({ id }) => id)).toEqual(['new', 'c0', 'c1'])
  })
})

describe('a base server’s report that does not say everything', () => {
  const announced = async (failure: ConversationError) => {
    const opened = await openInbox({ capabilities: [], conversations: buildInbox(1) })
    storeConversations(opened.fake, ...['first', 'second'].map((id) => buildConversation({ id, unreadCount: 1 })))
    opened.fake.failNext('getConversation', failure)
    for (const id of ['first', 'second'])
      opened.fake.announce({ type: 'conversation.changed', patch: { id, updatedAt: LATER, lastMessageAt: LATER } })
    await opened.wait(SETTLED_MS)
    return opened
  }

  it('is completed though the one beside it may not be read', async () => {
    const { listed } = await announced(forbidden)
    expect(listed()).toEqual(['second', 'c0'])
  })

  it('is completed by another try after a passing failure', async () => {
    const { listed } = await announced(new ConversationError('server_error', 'the server answered 500'))
    expect(listed().toSorted()).toEqual(['c0', 'first', 'second'])
  })
})
