import { describe, expect, it } from 'vitest'
import { ConversationError } from '../../src/domain/errors.ts'
import { createRooms } from '../../src/transports/rooms.ts'
import type { RoomEvent } from '../../src/transports/transport.ts'
import type { WebSocketClient } from '../../src/transports/webSocketClient.ts'
import { connect, serve } from '../helpers/socketClient.ts'
import { stopClock } from '../helpers/stillClock.ts'

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

  it('are refused when they are another workspace’s, and asked for again after a passing error', async () => {
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

  it('that were refused are asked for again every half minute: another token may have more rights', async () => {
    const wait = stopClock()
    let isAllowed = false
    let joins = 0
    const events: RoomEvent['type'][] = []
    const rooms = createRooms({
      join: async () => {
        joins += 1
        if (!isAllowed) throw new ConversationError('forbidden', 'not yours')
      },
      leave: () => {},
      onEvent: ({ type }) => events.push(type),
    })
    rooms.connected()
    rooms.setAcknowledging(true)
    rooms.enter('a')
    await wait(29_000)
    expect([joins, events]).toEqual([1, ['refused']])
    isAllowed = true
    await wait(2_000)
    expect([joins, events]).toEqual([2, ['refused', 'joined']])
    rooms.leave('a')
    await wait(120_000)
    expect(joins).toBe(2)
  })
})
