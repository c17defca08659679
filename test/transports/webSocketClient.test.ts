// @vitest-environment jsdom
import type { Server } from 'socket.io'
import { afterEach, describe, expect, it } from 'vitest'
import { encode } from '../../src/backends/chatEngine/encode.ts'
import { ConversationError } from '../../src/domain/errors.ts'
import { WebSocketClient, type WebSocketClientOptions } from '../../src/transports/webSocketClient.ts'
import { startSocketServer, type SocketServer } from '../helpers/socketServer.ts'

const opened: (() => unknown)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close()
})

async function serve(setUp: (io: Server) => void = () => {}): Promise<SocketServer> {
  const server = await startSocketServer(setUp)
  opened.push(server.stop)
  return server
}

function connect(url: string, options: Partial<WebSocketClientOptions> = {}): WebSocketClient {
  const client = new WebSocketClient({ url, encode, auth: async () => ({ token: 't' }), random: () => 0, ...options })
  opened.push(() => client.disconnect())
  client.connect()
  return client
}

const status = (client: WebSocketClient) => client.state.get().status
const connected = (client: WebSocketClient) => expect.poll(() => status(client)).toBe('connected')

describe('WebSocketClient', () => {
  it('hands the token over in the handshake, never in the URL', async () => {
    const seen: { auth: unknown; url: string | undefined }[] = []
    const server = await serve((io) =>
      io.on('connection', ({ handshake }) => seen.push({ auth: handshake.auth, url: handshake.url })),
    )
    await connected(connect(server.url, { auth: async () => ({ token: 'top-secret', workspaceId: 'w' }) }))
    await expect.poll(() => seen.length).toBe(1)
    expect(seen[0]?.auth).toEqual({ token: 'top-secret', workspaceId: 'w' })
    expect(seen[0]?.url).not.toContain('top-secret')
  })

  it('makes one connection however often it is asked to connect', async () => {
    const server = await serve()
    const client = connect(server.url)
    client.connect()
    client.disconnect()
    client.connect()
    client.connect()
    await connected(client)
    client.connect()
    await expect.poll(() => server.io().engine.clientsCount).toBe(1)
  })

  it('renews a refused token once, connects with the new one, and starts over with the next refusal', async () => {
    const asked: boolean[] = []
    let good = 'renewed'
    const server = await serve((io) =>
      io.use((socket, next) =>
        next(socket.handshake.auth['token'] === good ? undefined : new Error('unauthorized: jwt expired')),
      ),
    )
    const client = connect(server.url, {
      auth: async ({ renew }) => {
        asked.push(renew)
        return { token: renew ? good : 'stale' }
      },
    })
    await connected(client)
    expect(asked).toEqual([false, true])
    good = 'renewed again'
    server.io().disconnectSockets(true)
    await expect.poll(() => asked).toEqual([false, true, false, true])
    await connected(client)
  })

  it('says unauthorized when the renewed token is refused too, and tries again when the page becomes visible', async () => {
    let isGood = false
    let attempts = 0
    const server = await serve((io) =>
      io.use((_, next) => {
        attempts += 1
        next(isGood ? undefined : Object.assign(new Error('no'), { data: { code: 'TOKEN_INVALID' } }))
      }),
    )
    const client = connect(server.url)
    await expect.poll(() => status(client)).toBe('unauthorized')
    expect(attempts).toBe(2)
    isGood = true
    document.dispatchEvent(new Event('visibilitychange'))
    await connected(client)
  })

  it('says unauthorized without knocking when there is no token to be had', async () => {
    const server = await serve()
    const client = connect(server.url, {
      auth: () => Promise.reject(new ConversationError('unauthorized', 'unable to get a token; nobody is signed in')),
    })
    await expect.poll(() => status(client)).toBe('unauthorized')
    expect(server.io().engine.clientsCount).toBe(0)
  })

  it('waits when the refusal has nothing to do with the token', async () => {
    let isFull = true
    const server = await serve((io) =>
      io.use((_, next) =>
        next(isFull ? Object.assign(new Error('full'), { data: { code: 'TOO_MANY_CONNECTIONS' } }) : undefined),
      ),
    )
    const client = connect(server.url)
    await expect.poll(() => status(client)).toBe('waiting')
    isFull = false
    await connected(client)
  })

  it('comes back after the server has disconnected it, which Socket.IO itself never does', async () => {
    const server = await serve()
    const client = connect(server.url)
    await connected(client)
    server.io().disconnectSockets(true)
    await expect.poll(() => status(client)).toBe('waiting')
    await connected(client)
  })

  it('comes back when the server does, at once on the word that the network is there', async () => {
    const server = await serve()
    const client = connect(server.url)
    await connected(client)
    await server.stop()
    await expect.poll(() => client.state.get()).toMatchObject({ status: 'waiting', attempt: 4 })
    await server.start()
    expect(status(client)).toBe('waiting')
    globalThis.dispatchEvent(new Event('online'))
    expect(status(client)).toBe('connecting')
    await connected(client)
  })

  it('waits longer with each failure until a catch-up has succeeded, not merely a connection', async () => {
    const server = await serve()
    const client = connect(server.url)
    const attemptAfterDrop = async () => {
      await connected(client)
      server.io().disconnectSockets(true)
      await expect.poll(() => status(client)).toBe('waiting')
      const state = client.state.get()
      return state.status === 'waiting' ? state.attempt : null
    }
    expect(await attemptAfterDrop()).toBe(1)
    expect(await attemptAfterDrop()).toBe(2)
    await connected(client)
    client.confirmHealthy()
    expect(await attemptAfterDrop()).toBe(1)
  })

  it('does not buffer what is sent while offline', async () => {
    const heard: unknown[] = []
    const server = await serve((io) => io.on('connection', (socket) => socket.onAny((...args) => heard.push(args))))
    const client = connect(server.url)
    await connected(client)
    await server.stop()
    await expect.poll(() => client.isConnected).toBe(false)
    await expect(client.send({ name: 'typing', payload: 1 })).rejects.toMatchObject({ code: 'disconnected' })
    client.emitTyping('c1', true)
    await server.start()
    await connected(client)
    await client.send({ name: 'last', payload: 2 })
    await expect.poll(() => heard).toContainEqual(['last', 2])
    expect(heard).toEqual([['last', 2]])
  })

  it('rejects a send that is not acknowledged in time, and does not send it again', async () => {
    let heard = 0
    const server = await serve((io) => io.on('connection', (socket) => socket.on('ask', () => (heard += 1))))
    const client = connect(server.url)
    await connected(client)
    await expect(client.send({ name: 'ask', payload: {} }, { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'timeout',
    })
    expect(heard).toBe(1)
  })

  it('hears a greeting that is delivered before the connection is', async () => {
    const server = await serve((io) =>
      io.use((socket, next) => {
        next()
        socket.emit('ready', { protocol: 1 })
      }),
    )
    const frames: string[] = []
    const client = new WebSocketClient({ url: server.url, encode, auth: async () => ({}) })
    opened.push(() => client.disconnect())
    client.onFrame(({ name }) => frames.push(name))
    client.connect()
    await connected(client)
    await expect.poll(() => frames).toEqual(['ready'])
  })

  it('hears named events until it is told not to', async () => {
    const server = await serve((io) =>
      io.on('connection', (socket) => socket.on('go', () => socket.emit('message', 1))),
    )
    const client = connect(server.url)
    const heard: unknown[] = []
    const undo = client.on('message', (payload) => heard.push(payload))
    await connected(client)
    await client.send({ name: 'go', payload: null })
    await expect.poll(() => heard).toEqual([1])
    undo()
    const other = client.on('message', () => heard.push('other'))
    await client.send({ name: 'go', payload: null })
    await expect.poll(() => heard).toEqual([1, 'other'])
    other()
  })

  it('leaves no listener and no connection behind', async () => {
    const server = await serve()
    const added = new Map<string, number>()
    const track = (target: EventTarget) => {
      const { addEventListener, removeEventListener } = target
      target.addEventListener = (...args: Parameters<typeof addEventListener>) => {
        added.set(args[0], (added.get(args[0]) ?? 0) + 1)
        addEventListener.apply(target, args)
      }
      target.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
        added.set(args[0], (added.get(args[0]) ?? 0) - 1)
        removeEventListener.apply(target, args)
      }
      return () => Object.assign(target, { addEventListener, removeEventListener })
    }
    const undo = [track(globalThis), track(document)]
    const client = connect(server.url)
    for (let count = 0; count < 20; count += 1) {
      client.disconnect()
      client.connect()
    }
    await connected(client)
    client.disconnect()
    await expect.poll(() => server.io().engine.clientsCount).toBe(0)
    expect([...added.values()].every((count) => count === 0)).toBe(true)
    for (const restore of undo) restore()
  })
})

describe('rooms', () => {
  /** A server that notes who is where, and answers a join if it is told to. */
  const serveRooms = async ({ greets }: { greets: boolean }) => {
    const log: string[] = []
    let answer: unknown = { ok: true }
    const server = await serve((io) =>
      io.on('connection', (socket) => {
        if (greets) socket.emit('ready', {})
        socket.on('subscribe:conversation', (id: string, acknowledge?: (answer: unknown) => void) => {
          log.push(`join ${id}`)
          acknowledge?.(answer)
        })
        socket.on('unsubscribe:conversation', (id: string) => log.push(`leave ${id}`))
      }),
    )
    return { server, log, answerWith: (next: unknown) => (answer = next) }
  }
  const greet = (client: WebSocketClient) =>
    client.onFrame(({ name }) => {
      if (name === 'ready') client.setAcknowledging(true)
    })

  it('are joined once however many ask, and left with the last', async () => {
    const { server, log } = await serveRooms({ greets: false })
    const client = connect(server.url)
    client.subscribe('a')
    client.subscribe('a')
    await expect.poll(() => log).toEqual(['join a'])
    client.unsubscribe('a')
    client.unsubscribe('a')
    client.unsubscribe('a')
    await expect.poll(() => log).toEqual(['join a', 'leave a'])
  })

  it('are joined again after every reconnect, but for those left meanwhile', async () => {
    const { server, log } = await serveRooms({ greets: false })
    const client = connect(server.url)
    client.subscribe('a')
    client.subscribe('b')
    await expect.poll(() => log.length).toBe(2)
    await server.stop()
    await expect.poll(() => client.isConnected).toBe(false)
    client.unsubscribe('a')
    await server.start()
    await expect.poll(() => log).toEqual(['join a', 'join b', 'join b'])
  })

  it('are reported joined when the server has acknowledged them', async () => {
    const { server } = await serveRooms({ greets: true })
    const client = connect(server.url, { readAcknowledgement: () => null })
    greet(client)
    const events: unknown[] = []
    client.onRoom((event) => events.push(event))
    client.subscribe('a')
    await expect.poll(() => events).toEqual([{ type: 'joined', room: 'a', acknowledged: true }])
  })

  it('are assumed joined on a server that never answers', async () => {
    const { server } = await serveRooms({ greets: false })
    const client = connect(server.url)
    const events: unknown[] = []
    client.onRoom((event) => events.push(event))
    client.subscribe('a')
    await expect.poll(() => events).toEqual([{ type: 'joined', room: 'a', acknowledged: false }])
  })

  it('are refused for good when they are another workspace’s, and asked for again after a passing error', async () => {
    const { server, log, answerWith } = await serveRooms({ greets: true })
    answerWith('busy')
    const client = connect(server.url, {
      readAcknowledgement: (answer) => {
        if (answer === 'busy') return new ConversationError('server_error', 'busy')
        return answer === 'foreign' ? new ConversationError('not_found', 'foreign') : null
      },
    })
    greet(client)
    const events: { type: string; room: string }[] = []
    client.onRoom(({ type, room }) => events.push({ type, room }))
    client.subscribe('a')
    await expect.poll(() => log.length).toBeGreaterThan(1)
    expect(events).toEqual([])
    answerWith({ ok: true })
    await expect.poll(() => events).toEqual([{ type: 'joined', room: 'a' }])
    answerWith('foreign')
    client.subscribe('b')
    await expect.poll(() => events.at(-1)).toEqual({ type: 'refused', room: 'b' })
  })
})
