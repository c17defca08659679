/**
 * A server that speaks ChatEngine's wire and keeps nothing: its messages are made when they are asked for, so that what is
 * measured is the client and never a database. Its rows are the reference engine's own.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { createFeatures } from '../../../src/engine/features.ts'
import { resolveOptions } from '../../../src/engine/engineOptions.ts'
import type { StoredMessage } from '../../../src/engine/store/storedMessage.ts'
import { toMessageRow } from '../../../src/engine/wire/toMessageRow.ts'
import { toWebSocketMessage } from '../../../src/engine/wire/toWebSocketMessage.ts'
import { toText } from './texts.ts'

export interface WireServer {
  /**
   * `GET /emit?room=&count=` has it tell everybody who has joined that conversation of the messages 0 to `count`, as fast
   * as it can.
   */
  readonly url: string
  /** Bytes of JSON in all rows it has answered with. */
  readonly servedBytes: () => number
  readonly close: () => Promise<void>
}

export interface WireServerOptions {
  /** How many messages each conversation has. Default: none. */
  readonly history?: number
}

/** So many are written before the line gets its turn. */
const CHUNK = 200
const START = Date.UTC(2026, 0, 5, 12)
const features = createFeatures(resolveOptions({}))
const options = { features, toMediaUrl: (id: string) => `/media/${id}` }

export async function startWireServer({ history = 0 }: WireServerOptions = {}): Promise<WireServer> {
  let servedBytes = 0
  const listRows = (query: URLSearchParams) => {
    const before = query.get('before')
    const end = before === null ? history : toNumber(before)
    const start = Math.max(0, end - Number(query.get('limit')))
    const conversationId = query.get('conversation_id') ?? ''
    const numbers = Array.from({ length: end - start }, (_, index) => end - 1 - index)
    const data = numbers.map((number) => toMessageRow(toStored(conversationId, number), options))
    for (const row of data) servedBytes += Buffer.byteLength(JSON.stringify(row))
    return { data, pagination: { has_more: start > 0 } }
  }
  const http = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    response.setHeader('access-control-allow-origin', '*')
    response.setHeader('access-control-allow-headers', 'authorization')
    if (pathname === '/emit') void emit(searchParams.get('room') ?? '', Number(searchParams.get('count')))
    const isList = request.method === 'GET' && pathname === '/api/chat/messages'
    const list = isList ? listRows(searchParams) : { data: [] }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ ...list, server_time: new Date().toISOString() }))
  })
  const io = new Server(http, { path: '/api/ws', cors: { origin: '*' } })
  io.on('connection', (socket) => {
    socket.emit('ready', {
      userId: 'user-1',
      serverTime: new Date().toISOString(),
      capabilities: ['acks', 'crm', 'ping'],
    })
    socket.on('ping', (_: unknown, acknowledge: (answer: object) => void) => acknowledge({ ok: true }))
    socket.on('subscribe:conversation', async (room: string, acknowledge: (answer: object) => void) => {
      await socket.join(room)
      acknowledge({ ok: true })
    })
  })
  const emit = async (room: string, count: number) => {
    for (let number = 0; number < count; number += 1) {
      io.to(room).emit('message', toWebSocketMessage(toStored(room, number), options))
      if (number % CHUNK === CHUNK - 1) await new Promise((resolve) => setImmediate(resolve))
    }
  }
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    servedBytes: () => servedBytes,
    close: async () => {
      await io.close()
    },
  }
}

/** A customer's message, or in one of four an agent's. */
function toStored(conversationId: string, number: number): StoredMessage {
  const isOutgoing = number % 4 === 3
  const at = new Date(START + number * 1_000).toISOString()
  return {
    id: toId(number),
    conversation_id: conversationId,
    workspace_id: 'demo',
    whatsapp_number_id: toId(1),
    external_id: `wamid.HBgN${toId(number).replaceAll('-', '').toUpperCase()}`,
    client_id: null,
    type: 'text',
    body: toText(number),
    media_url: null,
    is_outgoing: isOutgoing,
    sender_type: isOutgoing ? 'user' : 'contact',
    sender_name: isOutgoing ? 'Ana' : null,
    status: isOutgoing ? 'read' : 'delivered',
    is_private: false,
    error_code: null,
    error_message: null,
    reply_to_id: null,
    sent_by_user_id: isOutgoing ? 'user-1' : null,
    attachment_id: null,
    metadata: {},
    created_at: at,
    updated_at: at,
    edited_at: null,
    deleted_at: null,
    remote_jid: '5511988887777@s.whatsapp.net',
    contact_id: toId(2),
    contact_name: 'Maria Souza',
    contact_phone: '5511988887777',
    file_name: null,
    mime_type: null,
    file_size: null,
    has_content: false,
    quoted_body: null,
    quoted_type: null,
    quoted_is_outgoing: null,
  }
}

const toId = (number: number) => `018f4b1d-8f0e-7000-8000-${number.toString(16).padStart(12, '0')}`
const toNumber = (id: string) => Number.parseInt(id.slice(-12), 16)
