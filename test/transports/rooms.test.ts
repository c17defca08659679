import { describe, expect, it } from 'vitest'
import { ConversationError } from '../../src/domain/errors.ts'
import { createRooms, type RoomsOptions } from '../../src/transports/rooms.ts'
import type { RoomEvent } from '../../src/transports/transport.ts'
import type { WebSocketClient, WebSocketClientOptions } from '../../src/transports/webSocketClient.ts'
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

  describe('on a server that confirms a join by an event', () => {
    const readJoin: WebSocketClientOptions['readJoin'] = ({ name, payload }) => {
      if (name === 'error') return { room: null, error: new ConversationError('not_found', String(payload)) }
      return name === 'joined' ? { room: String(payload), error: null } : null
    }
    const track = (options: Partial<RoomsOptions>) => {
      const wait = stopClock()
      const joins: string[] = []
      const events: (readonly [RoomEvent['type'], string | boolean])[] = []
      const rooms = createRooms({
        join: async (room) => void joins.push(room),
        leave: () => {},
        onEvent: (event) =>
          events.push([event.type, event.type === 'joined' ? event.acknowledged : event.error.code] as const),
        ...options,
      })
      rooms.connected()
      rooms.setAcknowledging(false)
      return { wait, joins, events, rooms }
    }

    it('are joined when it comes, and not before', async () => {
      let confirm = () => {}
      const server = await serve((io) =>
        io.on('connection', (socket) => {
          socket.on('subscribe:conversation', (id: string) => {
            confirm = () => socket.emit('joined', id)
          })
        }),
      )
      const client = connect(server.url, { readJoin })
      const events: RoomEvent[] = []
      client.onRoom((event) => events.push(event))
      client.subscribe('a')
      await new Promise((resolve) => setTimeout(resolve, 600))
      expect(events).toEqual([])
      confirm()
      confirm()
      await expect.poll(() => events).toEqual([{ type: 'joined', room: 'a', acknowledged: true }])
    })

    it('are asked for again until it comes, and reported when it never does', async () => {
      const { wait, joins, events, rooms } = track({ confirms: 'always' })
      rooms.enter('a')
      await wait(2_900)
      expect([joins.length, events]).toEqual([1, []])
      await wait(9_000)
      expect(joins.length).toBeGreaterThanOrEqual(3)
      expect(events).toEqual([['refused', 'timeout']])
      await wait(60_000)
      expect(events).toHaveLength(1)
      rooms.confirmed('a', null)
      expect(events.at(-1)).toEqual(['joined', true])
      const asked = joins.length
      await wait(120_000)
      expect(joins).toHaveLength(asked)
    })

    it('are refused by an error that names no room only where it can mean but one', async () => {
      const { wait, events, rooms } = track({ confirms: 'always' })
      const refusal = new ConversationError('not_found', 'Invalid conversation_id')
      rooms.enter('a')
      rooms.enter('b')
      await wait(10)
      rooms.confirmed(null, refusal)
      expect(events).toEqual([])
      rooms.confirmed('a', null)
      rooms.confirmed(null, refusal)
      expect(events).toEqual([
        ['joined', true],
        ['refused', 'not_found'],
      ])
    })

    it('are assumed where it may not come, and confirmed where it does', async () => {
      const { wait, events, rooms } = track({ confirms: 'maybe' })
      rooms.enter('a')
      await wait(400)
      expect(events).toEqual([['joined', false]])
      rooms.confirmed('a', null)
      expect(events).toEqual([
        ['joined', false],
        ['joined', true],
      ])
      rooms.enter('b')
      await wait(10)
      rooms.confirmed('b', null)
      await wait(60_000)
      expect(events.slice(2)).toEqual([['joined', true]])
    })

    it('are asked for anew on every connection, whatever an earlier one confirmed', async () => {
      const { wait, joins, events, rooms } = track({ confirms: 'always' })
      rooms.enter('a')
      rooms.confirmed('a', null)
      rooms.disconnected()
      rooms.confirmed('a', null)
      rooms.connected()
      rooms.setAcknowledging(false)
      await wait(10)
      expect(joins).toEqual(['a', 'a'])
      expect(events).toHaveLength(1)
      rooms.confirmed('a', null)
      expect(events).toHaveLength(2)
    })
  })
})
