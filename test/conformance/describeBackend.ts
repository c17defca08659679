import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Backend } from '../../src/backends/backend.ts'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import type { ConversationClient } from '../../src/client/conversationClient.ts'
import type { DeliveryStatus } from '../../src/domain/deliveryStatus.ts'
import type { Message } from '../../src/domain/message.ts'

/** What a server must offer for its backend to be put through the suite. All of it over the server's real doors. */
export interface BackendDriver {
  readonly name: string
  /** Its conversations say how their last message reads. Default `true`. */
  readonly hasPreview?: boolean
  /** It tells who is there. Default `true`. */
  readonly hasPresence?: boolean
  readonly start: () => Promise<BackendServer>
}

export interface ConnectOptions {
  /** The first token is refused. */
  readonly hasExpiredToken?: boolean
  /** Default: an agent who is always the same. */
  readonly userId?: string
}

export interface BackendServer {
  /** A backend for a tenant of its own. */
  readonly connect: (tenant: string, options?: ConnectOptions) => Backend
  /** A conversation with so many messages from the customer. */
  readonly createConversation: (tenant: string, messages?: number) => Promise<string>
  /** The customer writes. */
  readonly receive: (conversationId: string, text: string) => Promise<void>
  /** The channel reports a status of a message. */
  readonly setStatus: (messageId: string, status: DeliveryStatus) => Promise<void>
  /** What the server holds, oldest first. */
  readonly readMessages: (conversationId: string) => Promise<readonly Pick<Message, 'id' | 'text' | 'status'>[]>
  /** Ends every connection from the server's side. */
  readonly dropConnections: () => void
  /** Somebody else writes in the conversation (typing). */
  readonly typeAsAnother: (tenant: string, conversationId: string) => Promise<void>
  readonly connections: () => number
  readonly stop: () => Promise<void>
}

/** A test of what this backend does not claim: the opposite is tested in its place. */
const itIsNot = (_name: string, _run: () => Promise<void>) => {}

/** One suite for every backend: the same assertions, whatever the wire. */
export function describeBackend({ name, hasPreview = true, hasPresence = true, start }: BackendDriver): void {
  describe(`${name} as a backend`, () => {
    let server: BackendServer
    let tenant = ''
    let count = 0
    beforeAll(async () => {
      server = await start()
    })
    afterAll(() => server.stop())
    beforeEach(() => {
      tenant = `tenant-${(count += 1)}-${crypto.randomUUID().slice(0, 8)}`
    })

    const open = (options: ConnectOptions = {}): ConversationClient => {
      const client = createConversationClient({ backends: [server.connect(tenant, options)] })
      onTestFinished(client.mount())
      return client
    }
    const openThread = async (client: ConversationClient, conversationId: string) => {
      const thread = client.watchMessages(conversationId)
      onTestFinished(thread.close)
      await expect.poll(() => thread.get().isPending).toBe(false)
      await connected(client)
      return {
        ...thread,
        texts: () => thread.get().messages.map(({ text }) => text),
        equalsServer: async () => {
          const held = await server.readMessages(conversationId)
          const shown = thread.get().messages.map(({ id, text, status }) => ({ id, text, status }))
          expect(shown).toEqual(held)
        },
      }
    }
    const connected = (client: ConversationClient) =>
      expect.poll(() => client.connection.get().status).toBe('connected')

    it('lists conversations by latest activity and follows them', async () => {
      const [one, two] = [await server.createConversation(tenant, 1), await server.createConversation(tenant, 1)]
      const client = open()
      const inbox = client.watchConversations()
      onTestFinished(inbox.close)
      const ids = () => inbox.get().conversations.map(({ id }) => id)
      await expect.poll(ids).toEqual([two, one])
      await connected(client)
      await server.receive(one, 'Me first')
      await expect.poll(ids).toEqual([one, two])
      expect(inbox.get().conversations[0]?.lastMessagePreview).toBe(hasPreview ? 'Me first' : null)
      const three = await server.createConversation(tenant, 1)
      await expect.poll(ids).toEqual([three, one, two])
    })

    it('counts what is unread, and clears it', async () => {
      const id = await server.createConversation(tenant, 0)
      const client = open()
      const inbox = client.watchConversations()
      onTestFinished(inbox.close)
      await expect.poll(() => inbox.get().conversations.length).toBe(1)
      await connected(client)
      await server.receive(id, 'one')
      await server.receive(id, 'two')
      await expect.poll(() => inbox.get().conversations[0]?.unreadCount).toBe(2)
      await client.markRead(id)
      await expect.poll(() => inbox.get().conversations[0]?.unreadCount).toBe(0)
    })

    it('pages through the history, each message once, oldest first', async () => {
      const id = await server.createConversation(tenant, 130)
      const client = open()
      const thread = await openThread(client, id)
      expect(thread.get().messages).toHaveLength(50)
      while (thread.get().hasNextPage) await thread.fetchNextPage()
      await thread.equalsServer()
    })

    it('brings a message live, once, with its direction', async () => {
      const id = await server.createConversation(tenant, 2)
      const thread = await openThread(open(), id)
      await server.receive(id, 'Bom dia!')
      await expect.poll(thread.texts).toContain('Bom dia!')
      expect(thread.get().messages.at(-1)).toMatchObject({ direction: 'inbound', conversationId: id })
      await thread.equalsServer()
    })

    it('keeps a burst in the server’s order', async () => {
      const id = await server.createConversation(tenant, 0)
      const thread = await openThread(open(), id)
      for (let number = 0; number < 60; number += 1) await server.receive(id, `burst ${number}`)
      await expect.poll(() => thread.get().messages.length).toBe(60)
      await thread.equalsServer()
    })

    it('sends what is typed in the order typed, each message once', async () => {
      const id = await server.createConversation(tenant, 1)
      const client = open()
      const thread = await openThread(client, id)
      const texts = Array.from({ length: 10 }, (_, number) => `answer ${number}`)
      await Promise.all(texts.map((text) => client.sendMessage({ conversationId: id, text }).settled))
      await expect.poll(() => thread.texts().slice(1)).toEqual(texts)
      await thread.equalsServer()
    })

    it('shows what another agent sends', async () => {
      const id = await server.createConversation(tenant, 1)
      const [here, there] = [open(), open()]
      const threads = [await openThread(here, id), await openThread(there, id)]
      await here.sendMessage({ conversationId: id, text: 'From here' }).settled
      for (const thread of threads) await expect.poll(thread.texts).toContain('From here')
      for (const thread of threads) expect(thread.get().messages.at(-1)?.direction).toBe('outbound')
      await threads[1]?.equalsServer()
    })

    it('climbs the ladder and never steps back', async () => {
      const id = await server.createConversation(tenant, 0)
      const client = open()
      const thread = await openThread(client, id)
      const seen: (string | undefined)[] = []
      thread.subscribe(() => seen.push(thread.get().messages[0]?.status))
      const sent = await client.sendMessage({ conversationId: id, text: 'Hello' }).settled
      for (const status of ['sent', 'delivered', 'sent', 'read', 'delivered'] as const) {
        await server.setStatus(sent.id, status)
      }
      await expect.poll(() => thread.get().messages[0]?.status).toBe('read')
      const ladder = ['sending', 'pending', 'sent', 'delivered', 'read']
      const rungs = seen.filter((status) => status !== undefined).map((status) => ladder.indexOf(status))
      expect(rungs).toEqual(rungs.toSorted((a, b) => a - b))
    })

    it('shows who is writing', async () => {
      const id = await server.createConversation(tenant, 0)
      const client = open()
      await openThread(client, id)
      const typing = client.watchTyping(id)
      await expect
        .poll(async () => {
          await server.typeAsAnother(tenant, id)
          return typing.get().length
        })
        .toBe(1)
    })

    const whereTold = hasPresence ? it : itIsNot
    const whereNotTold = hasPresence ? itIsNot : it
    whereTold('shows who else looks at a conversation, until they do not', async () => {
      const id = await server.createConversation(tenant, 0)
      const [here, there, elsewhere] = ['ana', 'bia', 'eva'].map((userId) => open({ userId }))
      if (!here || !there || !elsewhere) throw new Error('three clients were opened')
      const names = () =>
        here
          .watchPresence(id)
          .get()
          .map(({ userId }) => userId)
      const statuses = () =>
        here
          .watchPresence(null)
          .get()
          .map(({ userId, status }) => [userId, status])
      onTestFinished(here.announcePresence(id))
      const leave = there.announcePresence(id)
      onTestFinished(elsewhere.announcePresence(null))
      await expect.poll(names).toEqual(['bia'])
      await expect.poll(statuses).toEqual([
        ['bia', 'online'],
        ['eva', 'online'],
      ])
      expect(here.watchPresence(id).get()).toBe(here.watchPresence(id).get())
      leave()
      await expect.poll(names).toEqual([])
      server.dropConnections()
      await expect.poll(statuses).toEqual([['eva', 'online']])
    })

    whereNotTold('shows nobody where the server does not tell who is there', async () => {
      const [here, there] = [open({ userId: 'ana' }), open({ userId: 'bia' })]
      onTestFinished(here.announcePresence(null))
      onTestFinished(there.announcePresence(null))
      await connected(here)
      await connected(there)
      expect(here.watchPresence(null).get()).toEqual([])
    })

    it('misses nothing while the server cuts every connection again and again', async () => {
      const id = await server.createConversation(tenant, 3)
      const client = open()
      const thread = await openThread(client, id)
      for (let number = 0; number < 40; number += 1) {
        if (number % 8 === 4) server.dropConnections()
        await server.receive(id, `through the cut ${number}`)
      }
      await client.sendMessage({ conversationId: id, text: 'still here' }).settled
      await connected(client)
      await expect.poll(() => thread.get().messages.length).toBe(44)
      await thread.equalsServer()
    })

    it('does not fall into the hole between fetching and subscribing', async () => {
      const id = await server.createConversation(tenant, 1)
      const client = open()
      const thread = client.watchMessages(id)
      onTestFinished(thread.close)
      const writing = (async () => {
        for (let number = 0; number < 40; number += 1) await server.receive(id, `racing ${number}`)
      })()
      await writing
      await expect.poll(() => thread.get().messages.length).toBe(41)
      const held = await server.readMessages(id)
      expect(thread.get().messages.map(({ id: messageId }) => messageId)).toEqual(held.map(({ id: heldId }) => heldId))
    })

    it('refuses another tenant’s conversation, and shows nothing of it', async () => {
      const foreign = await server.createConversation(`foreign-${tenant}`, 3)
      const client = open()
      const thread = client.watchMessages(foreign)
      onTestFinished(thread.close)
      await expect.poll(() => thread.get().error?.code).toBe('not_found')
      await connected(client)
      await server.receive(foreign, 'not for you')
      const own = await server.createConversation(tenant, 0)
      const ownThread = await openThread(client, own)
      await server.receive(own, 'for you')
      await expect.poll(ownThread.texts).toEqual(['for you'])
      expect(thread.get().messages).toEqual([])
      await expect(client.sendMessage({ conversationId: foreign, text: 'hi' }).settled).rejects.toMatchObject({
        code: 'not_found',
      })
    })

    it('renews a token that is refused', async () => {
      const id = await server.createConversation(tenant, 2)
      const client = open({ hasExpiredToken: true })
      const thread = await openThread(client, id)
      await thread.equalsServer()
    })

    it('leaves no connection behind', async () => {
      await expect.poll(server.connections).toBe(0)
      const client = createConversationClient({ backends: [server.connect(tenant)] })
      const unmounts = Array.from({ length: 5 }, () => client.mount())
      await connected(client)
      expect(server.connections()).toBe(1)
      for (const unmount of unmounts) unmount()
      await expect.poll(server.connections).toBe(0)
    })
  })
}
