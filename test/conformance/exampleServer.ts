import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json as readJson } from 'node:stream/consumers'
import { Server, type Socket } from 'socket.io'
import type { Backend } from '../../src/backends/backend.ts'
import type { GetToken } from '../../src/auth/chatEngineJwt.ts'
import type { BackendServer } from '../../src/testing/backendDriver.ts'
import { unsignedJwt } from '../helpers/jwt.ts'

interface Said {
  readonly id: string
  readonly chat: string
  readonly by: string
  readonly body: string
  readonly state: string
  readonly at: number
  readonly key: string | null
}
interface Chat {
  readonly id: string
  readonly tenant: string
  unread: number
  readonly said: Said[]
}

/** A small chat server as a team might have one: rooms, acknowledgements, a handful of routes. */
export async function startExampleServer(
  connect: (options: { readonly url: string; readonly getToken: GetToken }) => Backend,
): Promise<BackendServer> {
  const chats = new Map<string, Chat>()
  let clock = Date.UTC(2026, 0, 5)
  const http = createServer(async (request, response) => {
    const answer = await route(request)
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body ?? null))
  })
  const io = new Server(http)

  /** A good token's tenant; a signature is more than an example needs. */
  const readTenant = (token: unknown): string | null => {
    const [, claims = ''] = String(token).split('.')
    const { tenant, isGood } = JSON.parse(Buffer.from(claims, 'base64url').toString() || '{}') as Record<
      string,
      unknown
    >
    return isGood === true && typeof tenant === 'string' ? tenant : null
  }
  const find = (tenant: string | null, id: unknown) => {
    const chat = chats.get(String(id))
    return chat?.tenant === tenant ? chat : undefined
  }
  const toRow = ({ id, said, unread }: Chat) => {
    const { at = Date.UTC(2026, 0, 1), body = '' } = said.at(-1) ?? {}
    return { id, name: `Customer of ${id}`, unread, at, body }
  }
  const write = (chat: Chat, said: Pick<Said, 'by' | 'body' | 'key'>): Said => {
    const written = { ...said, id: crypto.randomUUID(), chat: chat.id, state: 'pending', at: (clock += 7) }
    chat.said.push(written)
    if (said.by === 'customer') chat.unread += 1
    io.to([chat.id, chat.tenant]).emit('said', written)
    return written
  }

  /** A repeated send with the same key is one message. */
  const say = (chat: Chat, { body, key }: { readonly body: string; readonly key: string }) =>
    chat.said.find((said) => said.key === key) ?? write(chat, { by: 'agent-1', body, key })

  const route = async (request: IncomingMessage): Promise<{ readonly status: number; readonly body?: unknown }> => {
    const tenant = readTenant(request.headers.authorization?.replace('Bearer ', ''))
    if (tenant === null) return { status: 401 }
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://example')
    const [, , id, what] = pathname.split('/')
    if (id === undefined) {
      const rows = [...chats.values()].filter((chat) => chat.tenant === tenant).map(toRow)
      return { status: 200, body: rows.toSorted((a, b) => b.at - a.at) }
    }
    const chat = find(tenant, id)
    if (chat === undefined) return { status: 404 }
    if (what === 'read') chat.unread = 0
    if (what === 'messages' && request.method === 'POST')
      return { status: 200, body: say(chat, (await readJson(request)) as { body: string; key: string }) }
    if (what !== 'messages') return { status: 200, body: toRow(chat) }
    const before = chat.said.findIndex((said) => said.id === searchParams.get('before'))
    const older = before === -1 ? chat.said : chat.said.slice(0, before)
    return { status: 200, body: older.slice(-Number(searchParams.get('limit'))).toReversed() }
  }

  io.use((socket, next) => {
    socket.data.tenant = readTenant(socket.handshake.auth['token'])
    next(socket.data.tenant === null ? new Error('bad token') : undefined)
  })
  io.on('connection', (socket: Socket) => {
    const tenant = String(socket.data.tenant)
    void socket.join(tenant)
    const refuse = { error: 'no such chat' }
    socket.on('watch', async (id: string, answer?: (body: unknown) => void) => {
      if (find(tenant, id)) await socket.join(id)
      answer?.(find(tenant, id) ? {} : refuse)
    })
    socket.on('unwatch', (id: string) => void socket.leave(id))
    socket.on('typing', ({ chat, on }: { chat: string; on: boolean }) =>
      socket.to(chat).emit('typing', { chat, on, who: 'agent-2' }),
    )
    socket.on('say', (said: { chat: string; body: string; key: string }, answer: (body: unknown) => void) => {
      const chat = find(tenant, said.chat)
      answer(chat ? say(chat, said) : refuse)
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const get = (id: string) => chats.get(id) ?? { id, tenant: '', unread: 0, said: [] }

  return {
    connect: (tenant, { hasExpiredToken = false } = {}) => {
      let isGood = !hasExpiredToken
      const getToken = () => {
        const token = unsignedJwt({ tenant, isGood, sub: 'agent-1' })
        isGood = true
        return token
      }
      return connect({ url, getToken })
    },
    createConversation: async (tenant, messages = 0) => {
      const chat: Chat = { id: crypto.randomUUID(), tenant, unread: 0, said: [] }
      chats.set(chat.id, chat)
      for (let number = 0; number < messages; number += 1) {
        write(chat, { by: 'customer', body: `history ${number}`, key: null })
      }
      return chat.id
    },
    receive: async (id, body) => void write(get(id), { by: 'customer', body, key: null }),
    setStatus: async (message, state) => {
      for (const chat of chats.values()) {
        const position = chat.said.findIndex(({ id }) => id === message)
        const said = chat.said[position]
        if (said === undefined) continue
        chat.said[position] = { ...said, state }
        io.to(chat.tenant).emit('receipt', { message, state })
      }
    },
    readMessages: async (id) =>
      get(id).said.map(({ id, body, state }) => ({ id, text: body, status: state as 'pending' })),
    dropConnections: () => io.disconnectSockets(true),
    typeAsAnother: async (_, chat) => void io.to(chat).emit('typing', { chat, on: true, who: 'agent-2' }),
    connections: () => io.engine.clientsCount,
    stop: async () => {
      await io.close()
    },
  }
}
