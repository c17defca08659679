import { createConversationClient } from '../client/createConversationClient.ts'
import type { ConversationClient } from '../client/conversationClient.ts'
import { ConversationError } from '../domain/errors.ts'
import type { Operation } from '../domain/operation.ts'
import { createId } from '../lib/createId.ts'
import type { BackendDriver, BackendServer, ConnectOptions } from './backendDriver.ts'
import { until, type TestKit } from './testKit.ts'

/** What a test of the suite has at hand. */
export type Tools = Awaited<ReturnType<typeof createTools>>
/** A test may say what it needs a backend to be able to do, or to be unable to do; it is not run on others. */
export interface Test {
  (tools: Tools): Promise<void>
  readonly needs?: Operation
  readonly lacks?: Operation
}

export const needs = (operation: Operation, test: Test): Test => Object.assign(test, { needs: operation })
export const lacks = (operation: Operation, test: Test): Test => Object.assign(test, { lacks: operation })

/** A tenant of its own for one test, and everything that must be undone after it. */
export async function createTools(driver: BackendDriver, server: BackendServer, { expect }: TestKit) {
  const tenant = `tenant-${createId().slice(0, 13)}`
  const undos: (() => void)[] = []
  const { cannot = [], hasPreview = true, announcesConversations = true, hasPresence = true } = driver

  const onFinished = (undo: () => void) => void undos.push(undo)
  const connected = (client: ConversationClient) =>
    until(() => expect(client.connection.get().status).toEqual('connected'))
  const create = (options?: ConnectOptions) => createConversationClient({ backends: [server.connect(tenant, options)] })
  const watch = (client: ConversationClient, conversationId: string) => {
    const thread = client.watchMessages(conversationId)
    onFinished(thread.close)
    const messages = () => thread.get().messages
    return {
      ...thread,
      messages,
      texts: () => messages().map(({ text }) => text),
      equalsServer: async () => {
        const held = await server.readMessages(conversationId)
        expect(messages().map(({ id, text, status }) => ({ id, text, status }))).toEqual(held)
      },
    }
  }

  return {
    server,
    tenant,
    hasPreview,
    announcesConversations,
    hasPresence,
    expect,
    can: (operation: Operation) => !cannot.includes(operation),
    connected,
    onFinished,
    create,
    open: (options?: ConnectOptions) => {
      const client = create(options)
      onFinished(client.mount())
      return client
    },
    watch,
    openThread: async (client: ConversationClient, conversationId: string) => {
      const thread = watch(client, conversationId)
      await until(() => expect(thread.get().isPending).toEqual(false))
      await connected(client)
      return thread
    },
    openInbox: async (client: ConversationClient) => {
      const inbox = client.watchConversations()
      onFinished(inbox.close)
      await connected(client)
      return { ...inbox, ids: () => inbox.get().conversations.map(({ id }) => id) }
    },
    finish: () => {
      for (const undo of undos.toReversed()) undo()
    },
  }
}

/** The code with which something is refused; `null` when it is not. */
export async function getRefusal(run: () => unknown): Promise<string | null> {
  try {
    await run()
    return null
  } catch (error) {
    return error instanceof ConversationError ? error.code : String(error)
  }
}
