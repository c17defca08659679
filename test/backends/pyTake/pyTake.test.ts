import type { Socket } from 'socket.io'
import { describe, expect, it, onTestFinished } from 'vitest'
import { pyTake } from '../../../src/backends/pyTake/index.ts'
import { createConversationClient } from '../../../src/client/createConversationClient.ts'
import { unsignedJwt } from '../../helpers/jwt.ts'
import { startSocketServer } from '../../helpers/socketServer.ts'

const id = '158803db-8e37-421b-b6ba-4df94d82ba9e'
const toRow = (number: number, changes: object = {}) => ({
  id: `0d2f5c8e-6a55-4f5e-9c39-2f0c4a1b7e${String(number).padStart(2, '0')}`,
  conversation_id: id,
  direction: 'inbound',
  sender_type: 'contact',
  message_type: 'text',
  content: { text: `message ${number}` },
  status: 'received',
  whatsapp_message_id: null,
  created_at: `2025-10-10T14:00:${String(number).padStart(2, '0')}Z`,
  ...changes,
})

/** A PyTake whose every word is scripted: Socket.IO over a real line, HTTP by a function. */
async function open() {
  const rows: object[] = []
  const conversations: object[] = []
  const sockets: Socket[] = []
  const joins: string[] = []
  const script = { confirms: true, answersPing: true, pings: [] as unknown[][], answer: {} }
  const server = await startSocketServer(
    (io) =>
      io.on('connection', (socket) => {
        sockets.push(socket)
        socket.emit('connected', { message: 'Connected to PyTake WebSocket', user_id: 'agent-1' })
        socket.on('join_conversation', ({ conversation_id }: { conversation_id: string }) => {
          joins.push(conversation_id)
          if (script.confirms) socket.emit('joined_conversation', { conversation_id, message: 'Joined' })
        })
        socket.on('ping', (...payload: unknown[]) => {
          script.pings.push(payload)
          if (script.answersPing) socket.emit('pong', { timestamp: 'now' })
        })
      }),
    { path: '/socket.io/socket.io' },
  )
  onTestFinished(server.stop)
  const requests: string[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname, searchParams } = new URL(input instanceof Request ? input.url : input)
    requests.push(`${init?.method ?? 'GET'} ${pathname}`)
    if (init?.method === 'POST') {
      const sent = toRow(50, { direction: 'outbound', sender_type: 'agent', status: 'pending' })
      const { content } = JSON.parse(init.body as string) as { content: object }
      rows.push({ ...sent, content })
      return Response.json({ ...sent, content, ...script.answer }, { status: 201 })
    }
    const list = pathname.endsWith('/messages') ? rows : conversations
    const skip = Number(searchParams.get('skip'))
    return Response.json(list.slice(skip, skip + Number(searchParams.get('limit'))))
  }
  const client = createConversationClient({
    backends: [
      pyTake({ url: server.url, path: '/socket.io/socket.io', getToken: () => unsignedJwt({ sub: 'agent-1' }), fetch }),
    ],
    polling: false,
  })
  onTestFinished(client.mount())
  await expect.poll(() => client.connection.get().status).toBe('connected')
  const watch = (conversationId = id) => {
    const thread = client.watchMessages(conversationId)
    onTestFinished(thread.close)
    return { thread, texts: () => thread.get().messages.map(({ text }) => text) }
  }
  const emit = (name: string, payload: object) => sockets.at(-1)?.emit(name, payload)
  return { client, server, sockets, rows, conversations, joins, script, requests, watch, emit }
}

describe('PyTake, as seen on running servers', () => {
  it('is pinged without a payload; a line that is half open is found in seconds, not after 45', async () => {
    const { client, script, sockets } = await open()
    await expect.poll(() => script.pings.length).toBeGreaterThan(0)
    expect(script.pings[0]).toEqual([])
    expect(sockets).toHaveLength(1)
    script.answersPing = false
    await expect.poll(() => sockets.length).toBe(2)
    script.answersPing = true
    await expect.poll(() => client.connection.get().status).toBe('connected')
  })

  it('is asked again to join until it confirms: an acknowledgement, even an empty one, would say nothing', async () => {
    const { script, joins, rows, watch, emit } = await open()
    script.confirms = false
    const { thread, texts } = watch()
    await expect.poll(() => thread.get().isPending).toBe(false)
    await expect.poll(() => joins.length).toBe(1)
    // Missed, for nobody has joined.
    rows.push(toRow(1))
    script.confirms = true
    await expect.poll(() => joins.length).toBe(2)
    await expect.poll(texts).toEqual(['message 1'])
    emit('message:new', toRow(2))
    await expect.poll(texts).toEqual(['message 1', 'message 2'])
  })

  it('is told ids in lower case, however the application spells them', async () => {
    const { joins, watch, emit } = await open()
    const { texts } = watch(id.toUpperCase())
    await expect.poll(() => joins).toContain(id)
    emit('message:new', toRow(1))
    await expect.poll(texts).toEqual(['message 1'])
    expect(joins).not.toContain(id.toUpperCase())
  })

  it('tells of a message without a time: it is fetched, and stands where the server has it', async () => {
    const { rows, watch, emit, joins } = await open()
    rows.push(toRow(1))
    const { texts } = watch()
    await expect.poll(texts).toEqual(['message 1'])
    await expect.poll(() => joins.length).toBe(1)
    rows.push(toRow(2, { created_at: null }), toRow(3))
    emit('message:new', toRow(2, { created_at: null }))
    await expect.poll(texts).toEqual(['message 1', 'message 2', 'message 3'])
  })

  it('tells of many without a time, one after another: each is fetched at once, with few requests', async () => {
    const { rows, watch, emit, joins, requests } = await open()
    const { thread, texts } = watch()
    await expect.poll(() => thread.get().isPending).toBe(false)
    await expect.poll(() => joins.length).toBe(1)
    requests.length = 0
    const expected: string[] = []
    for (const number of [1, 2, 3]) {
      rows.push(toRow(number))
      expected.push(`message ${number}`)
      emit('message:new', toRow(number, { created_at: null }))
      await expect.poll(texts, { timeout: 2_000 }).toEqual(expected)
    }
    expect(requests.filter((request) => request.endsWith('/messages')).length).toBeLessThanOrEqual(6)
  })

  it('answers a send without a time, in a conversation nobody has open: it was sent, once', async () => {
    const { client, rows, script, requests } = await open()
    script.answer = { created_at: null }
    rows.push(toRow(1))
    const sent = await client.sendMessage({ conversationId: id, text: 'Hello' }).settled
    expect(sent).toMatchObject({ id: toRow(50).id, text: 'Hello', status: 'pending' })
    expect(requests.filter((request) => request.startsWith('POST'))).toHaveLength(1)
  })

  it('tells everything twice, late statuses first, and steps back: each message is there once, as far as it came', async () => {
    const { rows, watch, emit } = await open()
    rows.push(toRow(1))
    const { thread, texts } = watch()
    await expect.poll(texts).toEqual(['message 1'])
    const own = toRow(2, { direction: 'outbound', sender_type: 'agent', status: 'pending' })
    emit('message:status', { message_id: own.id, status: 'read', timestamp: '2025-10-10T14:04:09.118000+00:00' })
    for (const _ of ['once', 'twice']) emit('message:new', own)
    emit('message:status', { message_id: own.id, status: 'delivered', timestamp: 'now' })
    emit('message:new', toRow(3))
    await expect.poll(texts).toEqual(['message 1', 'message 2', 'message 3'])
    expect(thread.get().messages[1]?.status).toBe('read')
  })

  it('refuses a message by nothing but a failed status for one that was never announced', async () => {
    const { client, watch, emit } = await open()
    const { thread } = watch()
    await expect.poll(() => thread.get().isPending).toBe(false)
    const { id: sent } = await client.sendMessage({ conversationId: id, text: 'Hello' }).settled
    emit('message:status', { message_id: sent, status: 'failed', timestamp: 'now' })
    await expect.poll(() => thread.get().messages.map(({ status }) => status)).toEqual(['failed'])
  })

  it('has no event for a conversation: an unknown one is asked for, once for a burst, and appears with its count', async () => {
    const { client, conversations, requests, emit } = await open()
    const inbox = client.watchConversations()
    onTestFinished(inbox.close)
    await expect.poll(() => inbox.get().isPending).toBe(false)
    requests.length = 0
    const contact = { id: 'ct', name: 'Maria', phone: '+55 11 98888-7777', avatar_url: null }
    conversations.push({ id, unread_count: 10, last_message_at: '2025-10-10T14:00:10Z', contact })
    for (let number = 1; number <= 10; number += 1) emit('message:new', toRow(number))
    await expect
      .poll(() => inbox.get().conversations)
      .toMatchObject([{ id, unreadCount: 10, contact: { name: 'Maria', phone: '5511988887777' } }])
    expect(requests.length).toBeLessThanOrEqual(2)
  })

  it('tells nobody of a message who has not joined: the list joins what it shows, and looks again then', async () => {
    const { client, conversations, joins, script, emit } = await open()
    script.confirms = false
    conversations.push({ id, unread_count: 0, last_message_at: '2025-10-10T14:00:10Z' })
    const inbox = client.watchConversations()
    onTestFinished(inbox.close)
    await expect.poll(() => joins).toEqual([id])
    // Before the join was carried out: told to nobody.
    conversations[0] = { id, unread_count: 1, last_message_at: '2025-10-10T14:00:11Z' }
    emit('joined_conversation', { conversation_id: id, message: 'Joined' })
    await expect.poll(() => inbox.get().conversations[0]?.unreadCount).toBe(1)
  })
})
