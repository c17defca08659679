import type { Socket } from 'socket.io'
import { describe, expect, it, onTestFinished } from 'vitest'
import { whatsAppKanban } from '../../../src/backends/whatsAppKanban/index.ts'
import { createConversationClient } from '../../../src/client/createConversationClient.ts'
import { unsignedJwt } from '../../helpers/jwt.ts'
import { startSocketServer } from '../../helpers/socketServer.ts'

const contact = { id: 'ct_01', phoneNumber: '+55 11 98888-7777', name: 'Maria Souza' }
const toMessage = (id: string, changes: object = {}) => ({
  id,
  whatsappMessageId: null,
  direction: 'INBOUND',
  type: 'TEXT',
  content: id,
  metadata: {},
  status: 'DELIVERED',
  timestamp: '2023-11-14T22:13:19.000Z',
  contact,
  ...changes,
})

/** A Kanban whose every word is scripted: Socket.IO over a real line, HTTP by a function. */
async function open({ refuses = 0 } = {}) {
  const held: object[] = []
  const heard: (readonly [string, unknown])[] = []
  let refusals = refuses
  let socket: Socket | null = null
  const tokens: unknown[] = []
  const server = await startSocketServer(
    (io) => {
      io.use((next, done) => {
        tokens.push(next.handshake.auth['token'])
        refusals -= 1
        done(refusals >= 0 ? new Error('Authentication failed') : undefined)
      })
      io.on('connection', (connected) => {
        socket = connected
        connected.onAny((name: string, ...payload: unknown[]) => heard.push([name, payload]))
      })
    },
    { path: '/socket.io' },
  )
  onTestFinished(server.stop)
  const fetch: typeof globalThis.fetch = async (_, init) =>
    init?.method === 'POST'
      ? Response.json(toMessage('sent', { direction: 'OUTBOUND', status: 'PENDING' }), { status: 201 })
      : Response.json({ data: held, hasMore: false, nextCursor: null })
  let issued = 0
  const agent = { id: 'agent-1' }
  const getToken = () => unsignedJwt({ sub: agent.id, jti: (issued += 1) })
  const client = createConversationClient({ backends: [whatsAppKanban({ url: server.url, getToken, fetch })] })
  onTestFinished(client.mount())
  await expect.poll(() => client.connection.get().status).toBe('connected')
  const inbox = client.watchConversations()
  onTestFinished(inbox.close)
  const thread = client.watchMessages('cv_01')
  onTestFinished(thread.close)
  await expect.poll(() => thread.get().isPending).toBe(false)
  await expect.poll(() => inbox.get().isPending).toBe(false)
  return {
    client,
    held,
    heard,
    tokens,
    agent,
    disconnect: () => socket?.disconnect(true),
    refuseNext: () => (refusals = 1),
    conversations: () => inbox.get().conversations.map(({ id }) => id),
    emit: (name: string, payload: object) => socket?.emit(name, payload),
    rows: () => thread.get().messages.map(({ id, status }) => [id, status]),
    conversation: () => inbox.get().conversations[0],
  }
}

describe('WhatsApp Kanban, as seen on running servers', () => {
  it('refuses with "Authentication failed": another token is fetched at once', async () => {
    const { tokens } = await open({ refuses: 1 })
    expect(tokens).toHaveLength(2)
    expect(tokens[0]).not.toBe(tokens[1])
  })

  it('is joined by a bare id without an acknowledgement, and tells everything twice', async () => {
    const { heard, emit, rows } = await open()
    await expect.poll(() => heard).toContainEqual(['conversation:join', ['cv_01']])
    for (const _ of ['once', 'twice']) emit('message:new', { conversationId: 'cv_01', message: toMessage('a') })
    emit('message:new', { conversationId: 'cv_01', message: toMessage('b') })
    await expect.poll(rows).toEqual([
      ['a', 'delivered'],
      ['b', 'delivered'],
    ])
  })

  it('orders what shares a second by id, live and fetched alike', async () => {
    const { held, client, emit, rows } = await open()
    for (const id of ['c', 'a', 'd', 'b']) {
      held.unshift(toMessage(id))
      emit('message:new', { conversationId: 'cv_01', message: toMessage(id) })
    }
    const ids = () => rows().map(([id]) => id)
    await expect.poll(ids).toEqual(['a', 'b', 'c', 'd'])
    await client.queryClient.refetchQueries({ type: 'active' })
    expect(ids()).toEqual(['a', 'b', 'c', 'd'])
  })

  it('answers a send with PENDING first; a refused one is only a FAILED for a message never announced', async () => {
    const { client, emit, rows } = await open()
    await client.sendMessage({ conversationId: 'cv_01', text: 'Hello' }).settled
    emit('message:status-update', { conversationId: 'cv_01', messageId: 'sent', status: 'FAILED' })
    await expect.poll(rows).toEqual([['sent', 'failed']])
  })

  it('tells of conversations in patches: what a patch leaves out stays', async () => {
    const { emit, conversation } = await open()
    emit('conversation:new', { conversation: { id: 'cv_01', contact, lastMessageAt: null, unreadCount: 3 } })
    await expect.poll(conversation).toMatchObject({ id: 'cv_01', unreadCount: 3 })
    emit('conversation:updated', { conversationId: 'cv_01', updates: { status: 'RESOLVED', stage: 'done' } })
    emit('conversation:updated', { conversationId: 'cv_01', lastMessageAt: '2023-11-14T22:14:02.120Z' })
    await expect.poll(conversation).toMatchObject({
      status: 'resolved',
      stageId: 'done',
      lastMessageAt: '2023-11-14T22:14:02.120Z',
      unreadCount: 3,
      contact: { name: 'Maria Souza', phone: '5511988887777' },
    })
  })

  it('goes on telling of a conversation after it was left: it is known in the list, and not opened', async () => {
    const { client, emit } = await open()
    const inbox = client.watchConversations()
    onTestFinished(inbox.close)
    emit('message:new', { conversationId: 'cv_02', message: toMessage('elsewhere') })
    const found = () => inbox.get().conversations.find(({ id }) => id === 'cv_02')
    await expect.poll(found).toMatchObject({ lastMessagePreview: 'elsewhere', contact: { name: 'Maria Souza' } })
  })

  it('greets nobody: what the agent before heard of is not in the list of the next', async () => {
    const { client, agent, tokens, emit, conversations, refuseNext, disconnect } = await open()
    emit('message:new', { conversationId: 'cv_02', message: toMessage('to the first agent') })
    await expect.poll(conversations).toEqual(['cv_02'])
    agent.id = 'agent-2'
    // Its old token is refused by now, so that the next one is asked for.
    refuseNext()
    disconnect()
    await expect.poll(() => tokens.length).toBe(3)
    await expect.poll(() => client.connection.get().status).toBe('connected')
    emit('message:new', { conversationId: 'cv_03', message: toMessage('to the next agent') })
    await expect.poll(conversations).toContain('cv_03')
    expect(conversations()).toEqual(['cv_03'])
  })
})
