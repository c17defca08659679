import * as v from 'valibot'
import { describe, expect, expectTypeOf, it, onTestFinished } from 'vitest'
import { defineBackend, type BackendDefinition, type SocketBackendOptions } from '../../src/backends/defineBackend.ts'
import { createDecoder } from '../../src/backends/eventTable.ts'
import type { StandardSchema } from '../../src/backends/standardSchema.ts'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { createLink } from '../../src/connection/link.ts'
import type { DomainEvent } from '../../src/domain/events.ts'
import { ConversationError } from '../../src/domain/errors.ts'
import { completeMessage } from '../../src/domain/completeMessage.ts'
import type { RoomEvent } from '../../src/transports/transport.ts'
import { unsignedJwt } from '../helpers/jwt.ts'
import { startSocketServer } from '../helpers/socketServer.ts'

const toReceived = (id: string) =>
  ({
    type: 'message.received',
    message: completeMessage({
      id,
      conversationId: 'c',
      direction: 'inbound',
      status: 'delivered',
      createdAt: '2026-01-05T12:00:00.000Z',
    }),
  }) as const

const getToken = () => unsignedJwt({ sub: 'user-1' })

describe('a table of events', () => {
  it('types each payload by its own schema', () => {
    defineBackend({
      name: 'typed',
      commands: {},
      events: {
        text: {
          schema: v.object({ id: v.string(), count: v.number() }),
          toEvents: (payload) => {
            expectTypeOf(payload).toEqualTypeOf<{ id: string; count: number }>()
            return []
          },
        },
        parsed: {
          schema: (payload: unknown) => Number(payload),
          toEvents: (payload) => {
            expectTypeOf(payload).toEqualTypeOf<number>()
            return []
          },
        },
      },
      // @ts-expect-error A gateway has no such method.
      gateway: () => ({ sendTelegram: async () => {} }),
    })
    defineBackend({
      name: 'typed',
      events: {},
      // @ts-expect-error There is no such command.
      commands: { shout: () => null },
    })
  })

  const decode = createDecoder({
    good: { schema: v.object({ id: v.string() }), toEvents: ({ id }) => toReceived(id) },
    parsed: {
      schema: (payload: unknown) => {
        if (typeof payload !== 'string') throw new Error(`the value ${JSON.stringify(payload)} is no text`)
        return payload
      },
      toEvents: toReceived,
    },
    slip: {
      schema: v.unknown(),
      toEvents: () => {
        throw new Error('a slip')
      },
    },
    undecided: { schema: v.unknown(), toEvents: () => 'id: missing' },
    later: {
      schema: {
        '~standard': { version: 1, vendor: 'test', validate: async (value) => ({ value }) },
      } satisfies StandardSchema<unknown>,
      toEvents: () => [],
    },
    other: {
      schema: {
        '~standard': {
          version: 1,
          vendor: 'test',
          validate: (value) => ({ issues: [{ message: `${String(value)} is wrong`, path: ['a', { key: 'b' }] }] }),
        },
      } satisfies StandardSchema<unknown>,
      toEvents: () => [],
    },
  })

  it('decodes with any Standard Schema or a function that throws', () => {
    expect(decode({ name: 'good', payload: { id: 'a' } })).toEqual([toReceived('a')])
    expect(decode({ name: 'parsed', payload: 'b' })).toEqual([toReceived('b')])
  })

  it('rejects with the field and the rule, never the value, and never throws', () => {
    const reasonOf = (name: string, payload: unknown) => {
      const [event] = decode({ name, payload })
      return event?.type === 'frame.rejected' ? [event.reason, event.isKnown] : event
    }
    expect(reasonOf('good', { id: 7 })).toEqual(['id: expected string', true])
    expect(reasonOf('parsed', { secret: 'what a customer wrote' })).toEqual(['payload: not valid', true])
    expect(reasonOf('slip', {})).toEqual(['payload: could not be read', true])
    expect(reasonOf('undecided', {})).toEqual(['id: missing', true])
    expect(reasonOf('later', {})).toEqual(['payload: the schema must not be asynchronous', true])
    expect(reasonOf('other', 'what a customer wrote')).toEqual(['a.b: not valid', true])
    expect(reasonOf('unheard of', {})).toEqual(['unknown event', false])
    expect(reasonOf('toString', {})).toEqual(['unknown event', false])
  })
})

describe('a defined backend', () => {
  const definition: BackendDefinition<object, SocketBackendOptions> = { name: 'acme', events: {}, commands: {} }

  it('refuses secrets and addresses that are none, and is disabled without one', () => {
    const acme = defineBackend(definition)
    expect(() => acme({ url: 'https://chat.example.com', getToken, jwtSecret: 's' } as SocketBackendOptions)).toThrow(
      expect.objectContaining({ code: 'signing_secret', field: 'jwtSecret' }),
    )
    expect(() => acme({ url: 'chat.example.com', getToken })).toThrow(
      expect.objectContaining({ code: 'invalid_option', field: 'url' }),
    )
    expect(acme({ getToken }).isEnabled).toBe(false)
    expect(acme({ url: 'https://a', getToken }).key).not.toBe(acme({ url: 'https://b', getToken }).key)
  })

  it('declares what its gateway and its commands leave out', () => {
    expect(defineBackend(definition)({ getToken }).cannot).toEqual([
      'listMessages',
      'listConversations',
      'sendMessage',
      'markRead',
      'updateConversation',
      'notifyTyping',
    ])
    const able = defineBackend({
      ...definition,
      commands: { notifyTyping: () => null },
      gateway: () => ({ markRead: async () => {} }),
    })
    const cannot = able({ getToken }).cannot ?? []
    expect(cannot).not.toContain('markRead')
    expect(cannot).not.toContain('notifyTyping')
  })

  it('refuses a method that no gateway has: misspelt, it would be missing without a word', () => {
    const methods = { markRead: async () => {}, sendMesage: async () => {} }
    const acme = defineBackend({ ...definition, gateway: () => methods })
    expect(() => acme({ getToken })).toThrow(
      expect.objectContaining({
        code: 'invalid_option',
        field: 'gateway.sendMesage',
        message: expect.stringMatching(/^unable to create acme; a gateway has no method "sendMesage"\./) as string,
      }),
    )
  })

  it('tells a slip in a gateway as this library tells errors', async () => {
    const acme = defineBackend({
      ...definition,
      gateway: () => ({
        markRead: async () => {
          throw new TypeError('cannot read properties of undefined')
        },
      }),
    })
    const { gateway } = acme({ url: 'http://127.0.0.1:9', getToken }).start()
    await expect(gateway.markRead('c')).rejects.toMatchObject({ name: 'ConversationError', code: 'protocol_error' })
    await expect(gateway.updateConversation('c', {})).rejects.toMatchObject({ code: 'unsupported' })
  })

  it('with nothing but a socket shows what comes, keeps it through a cut, and neither polls nor spins', async () => {
    const server = await startSocketServer(() => {}, { path: '/socket.io' })
    onTestFinished(server.stop)
    const acme = defineBackend({
      ...definition,
      events: { said: { schema: v.string(), toEvents: toReceived } },
      commands: { subscribe: () => ({ name: 'join', payload: null }) },
    })
    const client = createConversationClient({
      backends: [acme({ url: server.url, getToken })],
      polling: { intervalMs: 10, safetyMs: 10 },
    })
    onTestFinished(client.mount())
    const inbox = client.watchConversations()
    onTestFinished(inbox.close)
    const thread = client.watchMessages('c')
    onTestFinished(thread.close)
    const status = () => client.connection.get().status
    await expect.poll(status).toBe('connected')
    await expect.poll(() => thread.get().isPending).toBe(false)
    server.io().emit('said', 'first')
    const ids = () => thread.get().messages.map(({ id }) => id)
    await expect.poll(ids).toEqual(['first'])
    await expect.poll(() => inbox.get().conversations.map(({ id }) => id)).toEqual(['c'])

    let changes = 0
    thread.subscribe(() => (changes += 1))
    await server.stop()
    await expect.poll(status).toBe('reconnecting')
    expect(client.connection.get().transport).toBeNull()
    await server.start()
    client.reconnect()
    await expect.poll(status).toBe('connected')
    server.io().emit('said', 'second')
    await expect.poll(ids).toEqual(['first', 'second'])
    expect(inbox.get().conversations).toHaveLength(1)
    expect(changes).toBeLessThanOrEqual(2)
    expect(() => client.sendMessage({ conversationId: 'c', text: 'Hello' })).toThrow(
      expect.objectContaining({ code: 'unsupported' }),
    )
  })

  it('that can list conversations but not ask for one keeps what the list says when a message comes', async () => {
    const server = await startSocketServer(() => {}, { path: '/socket.io' })
    onTestFinished(server.stop)
    const contact = { id: 'contact-1', name: 'Ana', phone: '5511988887777', avatarUrl: null }
    const listed = { id: 'c', unreadCount: 3, status: 'open', stageId: 'lead', labels: ['vip'], contact } as const
    let lists = 0
    const acme = defineBackend({
      ...definition,
      events: { said: { schema: v.string(), toEvents: toReceived } },
      gateway: () => ({
        listConversations: async () => {
          lists += 1
          return { items: [listed], nextCursor: null, serverTime: null, rejected: 0 }
        },
      }),
    })
    const client = createConversationClient({ backends: [acme({ url: server.url, getToken })], polling: false })
    onTestFinished(client.mount())
    const inbox = client.watchConversations()
    onTestFinished(inbox.close)
    const shown = () => inbox.get().conversations[0]
    await expect.poll(() => client.connection.get().status).toBe('connected')
    await expect.poll(shown).toMatchObject(listed)
    const before = lists
    const unread = new Set<number | undefined>()
    inbox.subscribe(() => unread.add(shown()?.unreadCount))
    server.io().emit('said', 'hello')
    await expect.poll(() => shown()?.lastMessageAt).toBe('2026-01-05T12:00:00.000Z')
    await expect.poll(() => lists).toBeGreaterThan(before)
    await expect.poll(() => client.queryClient.isFetching()).toBe(0)
    expect(shown()).toMatchObject(listed)
    expect([...unread]).toEqual([3])
  })

  it('that knows its conversations by heart only is not called reachable when it is not', async () => {
    const fail = async () => {
      throw new ConversationError('network_error', 'the server could not be reached')
    }
    const acme = defineBackend({ ...definition, gateway: () => ({ listMessages: fail }) })
    const client = createConversationClient({
      backends: [acme({ url: 'http://127.0.0.1:9', getToken })],
      polling: { intervalMs: 20 },
    })
    onTestFinished(client.mount())
    const statuses = new Set<string>()
    client.connection.subscribe(() => statuses.add(client.connection.get().status))
    const thread = client.watchMessages('c')
    onTestFinished(thread.close)
    await expect.poll(() => client.connection.get().status).toBe('offline')
    client.reconnect()
    await expect.poll(() => client.connection.get().status).toBe('offline')
    expect([...statuses]).not.toContain('connected')
    expect([...statuses]).not.toContain('catching-up')
  })

  it('does not believe an ability it has no word or no method for, whoever claims it', async () => {
    const server = await startSocketServer((io) => io.on('connection', (socket) => socket.emit('hello')), {
      path: '/socket.io',
    })
    onTestFinished(server.stop)
    const acme = defineBackend({
      ...definition,
      capabilities: ['ping', 'acks'],
      events: {
        hello: {
          schema: v.unknown(),
          toEvents: () => ({
            type: 'session.started',
            userId: 'user-1',
            userName: null,
            serverTime: null,
            tokenExpiresAt: null,
            capabilities: ['ping', 'changes', 'crm'],
          }),
        },
      },
      gateway: () => ({
        listMessageChanges: async () => ({ items: [], nextCursor: null, serverTime: null, rejected: 0 }),
      }),
    })
    const link = createLink(acme({ url: server.url, getToken }))
    const announced: (readonly string[])[] = []
    link.onEvents((events) => {
      for (const event of events) if (event.type === 'session.started') announced.push(event.capabilities)
    })
    link.open()
    onTestFinished(link.close)
    await expect.poll(() => announced).toEqual([['acks'], ['acks', 'crm']])
    const { capabilities, setCapabilities } = acme({ url: server.url, getToken }).start()
    setCapabilities(['ping', 'changes', 'crm'])
    expect([...capabilities.get()]).toEqual(['acks', 'crm'])
  })

  it('of a server that can do things without saying so uses them, and knows whose session it is', async () => {
    const heard: string[] = []
    const server = await startSocketServer(
      (io) =>
        io.on('connection', (socket) => {
          socket.onAny((name: string, ...rest: unknown[]) => {
            heard.push(name)
            const answer = rest.at(-1)
            if (typeof answer === 'function') answer({})
          })
          // Its own word is no greeting of ours.
          socket.emit('greeting', null)
        }),
      { path: '/socket.io' },
    )
    onTestFinished(server.stop)
    const acme = defineBackend({
      ...definition,
      capabilities: ['acks', 'ping'],
      commands: {
        subscribe: () => ({ name: 'join', payload: null }),
        ping: () => ({ name: 'are you there', payload: null }),
      },
    })
    const link = createLink(acme({ url: server.url, getToken }))
    const events: DomainEvent[] = []
    const rooms: RoomEvent[] = []
    link.onEvents((arrived) => events.push(...arrived))
    link.onWatched((event) => rooms.push(event))
    link.open()
    onTestFinished(link.close)
    link.watch('c')
    await expect.poll(() => rooms).toEqual([{ type: 'joined', room: 'c', acknowledged: true }])
    expect(events).toMatchObject([
      { type: 'session.started', userId: 'user-1', capabilities: ['acks', 'ping'] },
      { type: 'frame.rejected', name: 'greeting', isKnown: false },
    ])
    await expect.poll(() => heard).toContain('are you there')
  })
})
