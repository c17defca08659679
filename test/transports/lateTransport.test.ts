import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { encode } from '../../src/backends/chatEngine/encode.ts'
import { ConversationError } from '../../src/domain/errors.ts'
import { createDeferred } from '../../src/lib/deferred.ts'
import { createLateTransport } from '../../src/transports/lateTransport.ts'
import type { RoomEvent, Transport } from '../../src/transports/transport.ts'
import { WebSocketClient } from '../../src/transports/webSocketClient.ts'
import { serve } from '../helpers/socketClient.ts'

const notLoaded = () => new ConversationError('network_error', 'unable to load it; there is no network.')

/** A late socket to a real server, which notes who joins and leaves. */
async function open() {
  const log: string[] = []
  const server = await serve((io) =>
    io.on('connection', (socket) => {
      log.push('connection')
      socket.on('subscribe:conversation', (id: string) => {
        log.push(`join ${id}`)
        socket.emit('message', { to: id })
      })
      socket.on('unsubscribe:conversation', (id: string) => log.push(`leave ${id}`))
    }),
  )
  const socket: Transport = new WebSocketClient({ url: server.url, encode, auth: async () => ({}), random: () => 0 })
  const code = createDeferred<Transport>()
  let loads = 0
  let failures = 0
  let silences = 0
  const transport = createLateTransport(async () => {
    loads += 1
    if (failures > 0) {
      failures -= 1
      throw notLoaded()
    }
    if (silences > 0) {
      silences -= 1
      return new Promise<never>(() => {})
    }
    return code.promise
  })
  onTestFinished(transport.disconnect)
  return {
    ...{ server, log, socket, transport },
    loads: () => loads,
    arrive: () => code.resolve(socket),
    fail: (times: number) => (failures = times),
    hang: (times: number) => (silences = times),
    status: () => transport.state.get().status,
  }
}

describe('a transport that is loaded late', () => {
  it('loads with the first connection, and then does what it was asked for meanwhile', async () => {
    const { transport, log, loads, arrive, status } = await open()
    const frames: unknown[] = []
    const events: RoomEvent[] = []
    onTestFinished(transport.onFrame((frame) => frames.push(frame)))
    onTestFinished(transport.onRoom((event) => events.push(event)))
    for (const room of ['a', 'b', 'b', 'c']) transport.subscribe(room)
    transport.unsubscribe('c')
    expect([loads(), status()]).toEqual([0, 'idle'])
    transport.connect()
    transport.unsubscribe('b')
    expect([loads(), status()]).toEqual([1, 'connecting'])
    arrive()
    await expect.poll(status).toBe('connected')
    await expect.poll(() => log).toEqual(['connection', 'join a', 'join b'])
    await expect.poll(() => frames).toHaveLength(2)
    await expect.poll(() => events.map(({ room }) => room)).toEqual(['a', 'b'])
    transport.unsubscribe('b')
    await expect.poll(() => log.at(-1)).toBe('leave b')
    transport.subscribe('d')
    await expect.poll(() => log.at(-1)).toBe('join d')
  })

  it('sends once it is there, and nothing is kept until then', async () => {
    const { transport, arrive, status } = await open()
    const frame = { name: 'subscribe:conversation', payload: 'x' }
    await expect(transport.send(frame)).rejects.toMatchObject({ code: 'disconnected' })
    transport.connect()
    await expect(transport.send(frame)).rejects.toMatchObject({ code: 'disconnected' })
    arrive()
    await expect.poll(status).toBe('connected')
    const frames: unknown[] = []
    onTestFinished(transport.onFrame(({ payload }) => frames.push(payload)))
    await transport.send(frame)
    await expect.poll(() => frames).toEqual([{ to: 'x' }])
  })

  it('waits when it cannot be loaded, says why, and tries again by itself and when it is told to', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const { transport, loads, fail } = await open()
    fail(3)
    transport.connect()
    await vi.advanceTimersByTimeAsync(0)
    expect(transport.state.get()).toMatchObject({ status: 'waiting', attempt: 1, error: { code: 'network_error' } })
    await vi.advanceTimersByTimeAsync(500)
    expect([loads(), transport.state.get()]).toMatchObject([2, { status: 'waiting', attempt: 2 }])
    transport.retry()
    await vi.advanceTimersByTimeAsync(0)
    expect([loads(), transport.state.get()]).toMatchObject([3, { status: 'waiting', attempt: 3 }])
    globalThis.dispatchEvent?.(new Event('online'))
    await vi.advanceTimersByTimeAsync(2_000)
    expect([loads(), transport.state.get()]).toMatchObject([4, { status: 'connecting', attempt: 4 }])
    transport.disconnect()
    await vi.advanceTimersByTimeAsync(60_000)
    expect([loads(), transport.state.get(), vi.getTimerCount()]).toEqual([4, { status: 'idle' }, 0])
  })

  it('does not wait for ever for code that never comes, and asks anew', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const { transport, loads } = await open()
    transport.connect()
    await vi.advanceTimersByTimeAsync(14_000)
    expect([loads(), transport.state.get()]).toMatchObject([1, { status: 'connecting', attempt: 1 }])
    await vi.advanceTimersByTimeAsync(1_000)
    expect(transport.state.get()).toMatchObject({ status: 'waiting', attempt: 1, error: { code: 'timeout' } })
    await vi.advanceTimersByTimeAsync(500)
    expect([loads(), transport.state.get()]).toMatchObject([2, { status: 'connecting', attempt: 2 }])
    transport.disconnect()
    await vi.advanceTimersByTimeAsync(60_000)
    expect([loads(), transport.state.get(), vi.getTimerCount()]).toEqual([2, { status: 'idle' }, 0])
  })

  it('drops what hangs when it is told to retry, and when the network is back', async () => {
    const page = new EventTarget()
    vi.stubGlobal('window', page)
    onTestFinished(() => void vi.unstubAllGlobals())
    const { transport, loads, hang, arrive, status } = await open()
    hang(2)
    transport.connect()
    arrive()
    transport.retry()
    expect([loads(), status()]).toEqual([2, 'connecting'])
    page.dispatchEvent(new Event('offline'))
    expect(loads()).toBe(2)
    page.dispatchEvent(new Event('online'))
    expect(loads()).toBe(3)
    await expect.poll(status).toBe('connected')
  })

  it('is not connected by code that comes after it was let go of, and can be connected again', async () => {
    const { transport, socket, log, arrive, status } = await open()
    transport.connect()
    transport.disconnect()
    expect(status()).toBe('idle')
    arrive()
    await new Promise((resolve) => setTimeout(resolve, 0))
    expect([status(), socket.state.get().status]).toEqual(['idle', 'idle'])
    transport.connect()
    await expect.poll(status).toBe('connected')
    transport.disconnect()
    expect(status()).toBe('idle')
    transport.connect()
    await expect.poll(() => log).toEqual(['connection', 'connection'])
  })

  it('hands on whether the server acknowledges', async () => {
    const { transport, socket, arrive, status } = await open()
    const told: boolean[] = []
    vi.spyOn(socket, 'setAcknowledging').mockImplementation((acknowledges) => void told.push(acknowledges))
    transport.setAcknowledging(false)
    transport.connect()
    transport.disconnect()
    transport.connect()
    transport.setAcknowledging(true)
    expect(told).toEqual([])
    arrive()
    expect(status()).toBe('connecting')
    await expect.poll(() => told).toEqual([true])
    await expect.poll(status).toBe('connected')
    transport.setAcknowledging(false)
    expect(told).toEqual([true, false])
  })

  it('hands on what it is told of a line that only looks open', async () => {
    const { transport, log, arrive, status } = await open()
    transport.reset()
    transport.confirmHealthy()
    transport.setAcknowledging(false)
    transport.connect()
    arrive()
    await expect.poll(status).toBe('connected')
    transport.reset()
    expect(status()).toBe('waiting')
    transport.retry()
    await expect.poll(() => log).toEqual(['connection', 'connection'])
  })
})
