import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'

/** What a join asked for. */
export interface Join {
  readonly topic: string
  readonly token: string | undefined
  readonly bindings: readonly { readonly table: string; readonly filter?: string }[]
  readonly isPrivate: boolean
  /** Asks to be told who is on the channel. */
  readonly hasPresence: boolean
}

/** What becomes of a join: the answer, and what the database says afterwards. */
export interface JoinAnswer {
  /** `ok`; an error with its words; `mismatch`: an answer for another table; `silent`: none at all. */
  readonly reply?: 'ok' | 'mismatch' | 'silent' | { readonly error: string; readonly afterMs?: number }
  /** What the `system` message says; `silent`: it never comes. */
  readonly system?: 'ok' | 'silent' | { readonly error: string }
  readonly systemAfterMs?: number
}

/** The wire of Supabase Realtime with its faults at hand, for the unmodified client. No database: changes are made up. */
export interface RealtimeServer {
  readonly url: string
  readonly joins: readonly Join[]
  readonly leaves: readonly string[]
  /** Tokens that were pushed to a joined channel. */
  readonly pushed: readonly string[]
  readonly upgrades: readonly string[]
  readonly sockets: () => number
  readonly topics: () => readonly string[]
  /** Decides about every join from now on. */
  readonly onJoin: (decide: (join: Join) => JoinAnswer) => void
  /** Says nothing any more, on living sockets: a half-open line. */
  readonly mute: (isMute: boolean) => void
  readonly change: (topic: string, change: object) => void
  readonly system: (topic: string, message: object) => void
  /** Ends a channel from this side, as at a token's expiry. */
  readonly closeChannel: (topic: string) => void
  /** Breaks a channel from this side: `phx_error`. */
  readonly breakChannel: (topic: string) => void
  readonly say: (topic: string, event: string, payload: unknown) => void
  readonly heard: readonly { readonly topic: string; readonly event: string; readonly payload: unknown }[]
  /** What was said of presence; `null`: it was taken back. */
  readonly tracked: readonly { readonly topic: string; readonly meta: object | null }[]
  /** Tells a channel who is on it. */
  readonly tellPresence: (topic: string, state: object) => void
  readonly drop: () => void
  readonly stop: () => Promise<void>
  readonly start: () => Promise<void>
}

interface Channel {
  readonly socket: WebSocket
  readonly topic: string
  readonly joinRef: string
  readonly ids: readonly number[]
}

const PREFIX = 'realtime:'

export async function startRealtimeServer(): Promise<RealtimeServer> {
  const joins: Join[] = []
  const leaves: string[] = []
  const pushed: string[] = []
  const upgrades: string[] = []
  const tracked: { topic: string; meta: object | null }[] = []
  const heard: { topic: string; event: string; payload: unknown }[] = []
  const channels = new Set<Channel>()
  const timers = new Set<ReturnType<typeof setTimeout>>()
  let decide: (join: Join) => JoinAnswer = () => ({})
  let isMute = false
  let http: Server | null = null
  let wss: WebSocketServer | null = null
  let port = 0
  let nextId = 0

  const send = (socket: WebSocket, frame: readonly unknown[]) => {
    if (!isMute && socket.readyState === 1) socket.send(JSON.stringify(frame))
  }
  const later = (afterMs: number, callback: () => void) => {
    if (afterMs === 0) return callback()
    timers.add(setTimeout(callback, afterMs))
  }
  const find = (topic: string) => [...channels].filter((channel) => channel.topic === PREFIX + topic)
  const sendSystem = (channel: Channel, message: object) =>
    send(channel.socket, [channel.joinRef, null, channel.topic, 'system', message])
  const sendReady = (channel: Channel) =>
    sendSystem(channel, { message: 'Subscribed to PostgreSQL', status: 'ok', extension: 'postgres_changes' })

  const join = (socket: WebSocket, joinRef: string, topic: string, payload: JoinPayload) => {
    const wanted = payload.config?.postgres_changes ?? []
    const asked = {
      topic: topic.slice(PREFIX.length),
      token: payload.access_token,
      bindings: wanted,
      isPrivate: payload.config?.private === true,
      hasPresence: payload.config?.presence?.enabled === true,
    }
    joins.push(asked)
    const { reply = 'ok', system = 'ok', systemAfterMs = 0 } = decide(asked)
    const answer = (status: string, response: object) =>
      send(socket, [joinRef, joinRef, topic, 'phx_reply', { status, response }])
    if (reply === 'silent') return
    if (typeof reply === 'object') {
      return later(reply.afterMs ?? 0, () => answer('error', { reason: reply.error }))
    }
    const ids = wanted.map(() => (nextId += 1))
    const table = reply === 'mismatch' ? { table: 'another' } : {}
    const channel: Channel = { socket, topic, joinRef, ids }
    channels.add(channel)
    answer('ok', { postgres_changes: wanted.map((binding, position) => ({ ...binding, ...table, id: ids[position] })) })
    if (system === 'silent') return
    later(systemAfterMs, () => {
      if (system === 'ok') sendReady(channel)
      else sendSystem(channel, { message: system.error, status: 'error', extension: 'postgres_changes' })
    })
  }

  const receive = (socket: WebSocket, frame: Incoming) => {
    const { joinRef, ref, topic, event, payload } = frame
    const mine = [...channels].find((channel) => channel.socket === socket && channel.topic === topic)
    if (event === 'heartbeat') send(socket, [null, ref, topic, 'phx_reply', { status: 'ok', response: {} }])
    else if (event === 'phx_join') join(socket, String(joinRef), topic, payload as JoinPayload)
    else if (event === 'phx_leave') {
      leaves.push(topic.slice(PREFIX.length))
      if (mine) channels.delete(mine)
      send(socket, [joinRef, ref, topic, 'phx_reply', { status: 'ok', response: {} }])
    } else if (event === 'access_token') {
      pushed.push((payload as JoinPayload).access_token ?? '')
      if (mine) sendReady(mine)
    } else if (event === 'presence') {
      const { event: word, payload: meta } = payload as { event: string; payload?: object }
      tracked.push({ topic: topic.slice(PREFIX.length), meta: word === 'track' ? (meta ?? null) : null })
    } else if (event === 'broadcast') {
      const { event: name, payload: body } = payload as { event: string; payload: unknown }
      heard.push({ topic: topic.slice(PREFIX.length), event: name, payload: body })
      for (const channel of channels) if (channel.topic === topic && channel !== mine) tell(channel, name, body)
    }
  }
  const tell = (channel: Channel, event: string, payload: unknown) =>
    send(channel.socket, [null, null, channel.topic, 'broadcast', { type: 'broadcast', event, payload }])

  const start = async () => {
    const server = createServer()
    const sockets = new WebSocketServer({ noServer: true })
    server.on('upgrade', (request, socket, head) => {
      upgrades.push(request.url ?? '')
      sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened))
    })
    sockets.on('connection', (socket: WebSocket) => {
      socket.on('message', (data: Buffer, isBinary: boolean) => {
        if (!isMute) receive(socket, isBinary ? readBinary(data) : readText(data))
      })
      socket.on('close', () => {
        for (const channel of channels) if (channel.socket === socket) channels.delete(channel)
      })
    })
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
    ;[http, wss] = [server, sockets]
  }
  await start()

  return {
    url: `http://127.0.0.1:${port}`,
    joins,
    leaves,
    pushed,
    upgrades,
    heard,
    tracked,
    sockets: () => wss?.clients.size ?? 0,
    topics: () => [...channels].map(({ topic }) => topic.slice(PREFIX.length)),
    onJoin: (next) => {
      decide = next
    },
    mute: (next) => {
      isMute = next
    },
    change: (topic, change) => {
      for (const { socket, topic: full, ids } of find(topic)) {
        send(socket, [null, null, full, 'postgres_changes', { ids, data: { columns: [], errors: null, ...change } }])
      }
    },
    system: (topic, message) => {
      for (const channel of find(topic)) sendSystem(channel, message)
    },
    closeChannel: (topic) => {
      for (const channel of find(topic)) {
        channels.delete(channel)
        send(channel.socket, [channel.joinRef, channel.joinRef, channel.topic, 'phx_close', {}])
      }
    },
    breakChannel: (topic) => {
      for (const channel of find(topic)) {
        channels.delete(channel)
        send(channel.socket, [channel.joinRef, channel.joinRef, channel.topic, 'phx_error', {}])
      }
    },
    say: (topic, event, payload) => {
      for (const channel of find(topic)) tell(channel, event, payload)
    },
    tellPresence: (topic, state) => {
      for (const { socket, topic: full, joinRef } of find(topic)) {
        send(socket, [joinRef, null, full, 'presence_state', state])
      }
    },
    drop: () => {
      for (const socket of wss?.clients ?? []) socket.terminate()
    },
    stop: async () => {
      for (const timer of timers) clearTimeout(timer)
      for (const socket of wss?.clients ?? []) socket.terminate()
      const server = http
      http = wss = null
      if (server !== null) await new Promise((resolve) => server.close(resolve))
    },
    start,
  }
}

interface JoinPayload {
  readonly access_token?: string
  readonly config?: {
    readonly postgres_changes?: readonly { readonly table: string; readonly filter?: string }[]
    readonly private?: boolean
    readonly presence?: { readonly enabled?: boolean }
  }
}

interface Incoming {
  readonly joinRef: unknown
  readonly ref: unknown
  readonly topic: string
  readonly event: string
  readonly payload: unknown
}

function readText(data: Buffer): Incoming {
  const [joinRef, ref, topic, event, payload] = JSON.parse(data.toString()) as [
    unknown,
    unknown,
    string,
    string,
    unknown,
  ]
  return { joinRef, ref, topic, event, payload }
}

/** The client sends broadcasts in binary: kind 3, six lengths, the texts, the payload. */
function readBinary(data: Buffer): Incoming {
  const lengths = [...data.subarray(1, 6)]
  let offset = 7
  const [joinRef, ref, topic = '', event] = lengths.map((length) => {
    const text = data.toString('utf8', offset, offset + length)
    offset += length
    return text
  })
  const payload: unknown = JSON.parse(data.toString('utf8', offset))
  return { joinRef, ref, topic, event: 'broadcast', payload: { event, payload } }
}
