import { createEngine } from '../../../../src/engine/createEngine.ts'
import type { Engine } from '../../../../src/engine/engine.ts'
import type { EngineOptions } from '../../../../src/engine/engineOptions.ts'
import type { SeedConversation, SeededConversation } from '../../../../src/engine/seed/seedConversations.ts'
import { connectRecorder, type Recorder } from '../../harness/connectRecorder.ts'

/** An engine on one of the foreign wires, with clients that know no more of it than its addresses. */
export interface WireHarness<Payload> {
  readonly engine: Engine
  readonly url: string
  readonly createTenant: () => Promise<Tenant<Payload>>
  readonly connect: (token?: unknown) => Recorder<Payload>
  readonly call: Call
  /** Ends the sockets that a test has opened. */
  readonly disconnectAll: () => void
  readonly close: () => Promise<void>
}

/** One tenant, its agents, and what only the database can do to it. */
export interface Tenant<Payload> {
  readonly id: string
  readonly token: string
  readonly connect: (userId?: string) => Promise<Recorder<Payload>>
  readonly call: Call
  readonly seed: (conversation?: SeedConversation) => Promise<SeededConversation>
  /** A customer writes, by webhook. */
  readonly receive: (to: SeededConversation, message: object) => Promise<void>
  /** Writes a message as somebody else would, past every wire; returns its id. */
  readonly insert: (conversationId: string, columns: Readonly<Record<string, unknown>>) => Promise<string>
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

/** Calls the API under its path. A string goes out as it is, anything else as JSON. */
export type Call = (method: string, path: string, body?: unknown) => Promise<Answer>

export interface WireHarnessOptions extends EngineOptions {
  readonly wire: 'pytake' | 'kanban'
}

const SOCKET_PATH = '/socket.io'

export async function startWire<Payload>(options: WireHarnessOptions): Promise<WireHarness<Payload>> {
  const engine = await createEngine({ provider: false, ...options })
  const { url } = await engine.listen()
  const path = (options.prefix ?? '') + (options.socketPath ?? SOCKET_PATH)
  const recorders = new Set<Recorder<Payload>>()
  let tenants = 0
  let messages = 0

  const connect = (token?: unknown) => {
    // What it hears is read as this wire's.
    const recorder = connectRecorder(new URL(url).origin, { path, token }) as unknown as Recorder<Payload>
    recorders.add(recorder)
    return recorder
  }
  const disconnectAll = () => {
    for (const { socket } of recorders) socket.disconnect()
    recorders.clear()
  }

  const createTenant = async (): Promise<Tenant<Payload>> => {
    tenants += 1
    const id = `tenant-${tenants}`
    const token = await engine.signToken({ workspaceId: id, userId: 'ana', userName: 'Ana' })
    return {
      id,
      token,
      connect: async (userId = 'ana') => {
        const recorder = connect(await engine.signToken({ workspaceId: id, userId, userName: userId.toUpperCase() }))
        await recorder.connected()
        return recorder
      },
      call: createCall(url, token),
      seed: async (conversation = {}) => {
        const [seeded] = await engine.seed(id, [conversation])
        if (seeded === undefined) throw new Error('nothing was seeded')
        return seeded
      },
      receive: async ({ phone, phoneNumberId }, message) => {
        messages += 1
        const line = { from: phone, id: `wamid.test.${messages}`, timestamp: '1699999999', ...message }
        const value = { metadata: { phone_number_id: phoneNumberId }, messages: [line] }
        await engine.receiveWebhook({ entry: [{ changes: [{ field: 'messages', value }] }] })
      },
      insert: async (conversationId, columns) => {
        const all = Object.entries({ conversation_id: conversationId, workspace_id: id, ...columns })
        const [row] = await engine.database.query<{ id: string }>(
          `insert into messages (${all.map(([name]) => name).join(', ')})
           values (${all.map((_, index) => `$${index + 1}`).join(', ')}) returning id`,
          all.map(([, value]) => value),
        )
        return row?.id ?? ''
      },
    }
  }
  return {
    engine,
    url,
    createTenant,
    connect,
    call: createCall(url, null),
    disconnectAll,
    close: async () => {
      disconnectAll()
      await engine.close()
    },
  }
}

export function createCall(url: string, token: string | null): Call {
  return async (method, path, body) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
  }
}
