// @vitest-environment jsdom
import { describe, expect, it, onTestFinished } from 'vitest'
import { encode } from '../../src/backends/chatEngine/encode.ts'
import { WebSocketClient } from '../../src/transports/webSocketClient.ts'
import type { Socket } from 'socket.io'
import { connect, connected, serve } from '../helpers/socketClient.ts'

const status = (client: WebSocketClient) => client.state.get().status

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
    onTestFinished(() => client.disconnect())
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

describe('a frame that is answered by an event', () => {
  const open = async (onPing: (socket: Socket, payload: readonly unknown[]) => void) => {
    const server = await serve((io) =>
      io.on('connection', (socket) => {
        socket.on('ping', (...payload: readonly unknown[]) => onPing(socket, payload))
      }),
    )
    const client = connect(server.url, { answers: { ping: 'pong' } })
    await connected(client)
    return client
  }

  it('goes out without a payload, and resolves to what the event brings', async () => {
    const payloads: (readonly unknown[])[] = []
    const client = await open((socket, payload) => {
      payloads.push(payload)
      socket.emit('pong', { timestamp: 'now' })
    })
    const ping = { name: 'ping', payload: undefined }
    await expect(client.send(ping, { timeoutMs: 1_000 })).resolves.toEqual({ timestamp: 'now' })
    // No acknowledgement is asked for: python-socketio would answer it with nothing, error or not.
    expect(payloads).toEqual([[]])
  })

  it('is not answered by any other event, nor by an empty acknowledgement', async () => {
    const client = await open((socket, payload) => {
      for (const each of payload) if (typeof each === 'function') each()
      socket.emit('typing', {})
    })
    await expect(client.send({ name: 'ping', payload: {} }, { timeoutMs: 100 })).rejects.toMatchObject({
      code: 'timeout',
    })
  })
})
