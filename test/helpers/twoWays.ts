import { expect, onTestFinished } from 'vitest'
import { chatEngine } from '../../src/backends/chatEngine/index.ts'
import { supabaseBackend } from '../../src/backends/supabase/index.ts'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import type { ConversationClient } from '../../src/client/conversationClient.ts'
import { compareMessages, isUnsent, type Message } from '../../src/domain/message.ts'
import { createEngine, type Engine } from '../../src/engine/index.ts'
import { startFaultProxy, type FaultProxy } from './faultProxy.ts'

/** Time for whatever the client does by itself: failing back takes five healthy seconds, a poll at most thirty. */
export const PATIENCE = { timeout: 40_000, interval: 50 }

type Way = 'socket' | 'supabase'
const BOTH: readonly Way[] = ['socket', 'supabase']

/** A real engine with two ways to it, a fault proxy in each. */
export interface TwoWays {
  readonly engine: Engine
  /** The way of the socket. */
  readonly line: FaultProxy
  /** The way to Supabase, which is another one. */
  readonly detour: FaultProxy
  /** A workspace of its own with one conversation; both lines are up. */
  readonly createRoom: () => Promise<Room>
  /** Realtime ends every socket and takes no new one; requests to Supabase get through. */
  readonly cutRealtime: () => void
  readonly restoreRealtime: () => void
  readonly close: () => Promise<void>
}

export interface OpenOptions {
  /** Default: both, the socket first. */
  readonly ways?: readonly Way[]
  readonly userId?: string
  /** How long each token is good, in seconds. Default: an hour. */
  readonly tokenSeconds?: number
}

export interface Room {
  readonly tenant: string
  readonly id: string
  readonly insert: (text: string) => Promise<unknown>
  readonly open: (options?: OpenOptions) => Promise<OpenedRoom>
  /** Adds, edits, deletes and moves statuses, fifty times a second, until it is told to stop. */
  readonly write: () => () => Promise<{ readonly written: number; readonly perSecond: number }>
  readonly readAll: () => Promise<readonly { readonly id: string }[]>
}

/** A client with the conversation on screen, watched at every moment. */
export interface OpenedRoom {
  readonly client: ConversationClient
  /** What was ever wrong with the list. */
  readonly faults: readonly string[]
  readonly switches: readonly { readonly to: string | null; readonly at: number }[]
  readonly statuses: readonly string[]
  readonly transport: () => string | null
  readonly texts: () => readonly (string | null)[]
  readonly equalsDatabase: () => Promise<void>
}

export async function startTwoWays(): Promise<TwoWays> {
  const engine = await createEngine({ provider: false, supabase: { joinErrorDelayMs: 100, upgradeErrorDelayMs: 100 } })
  const { url } = await engine.listen()
  const [line, detour] = [await startFaultProxy(url), await startFaultProxy(url)]
  const faults = engine.supabase?.faults
  if (faults === undefined) throw new Error('the engine has no Supabase')
  let count = 0
  return {
    engine,
    line,
    detour,
    createRoom: async () => {
      line.setMode('up')
      detour.setMode('up')
      const tenant = `two-ways-${(count += 1)}`
      const contact = { phone: `55119000000${10 + count}` }
      const [seeded] = await engine.seed(tenant, [{ contact, messages: [] }])
      return toRoom({ engine, line, detour }, tenant, seeded?.id ?? '')
    },
    cutRealtime: () => {
      faults.refuseUpgrade = 503
      faults.dropSockets()
    },
    restoreRealtime: () => faults.clear(),
    close: async () => {
      await line.close()
      await detour.close()
      await engine.close()
    },
  }
}

function toRoom(
  { engine, line, detour }: Pick<TwoWays, 'engine' | 'line' | 'detour'>,
  tenant: string,
  id: string,
): Room {
  const query = engine.database.query.bind(engine.database)
  const insert = (text: string, isOutgoing = false) =>
    query(`insert into messages (conversation_id, workspace_id, is_outgoing, body) values ($1, $2, $3, $4)`, [
      id,
      tenant,
      isOutgoing,
      text,
    ])
  const readAll = () =>
    query<{ id: string; body: string; status: string; deleted: boolean }>(
      `select id, body, status, deleted_at is not null as deleted from messages
       where conversation_id = $1 order by created_at, id`,
      [id],
    )
  const pick = (offset: number, where = 'true') =>
    `(select id from messages where conversation_id = $1 and ${where} order by created_at desc offset ${offset} limit 1)`
  const operate = (step: number) => {
    if (step % 5 === 2) {
      return query(`update messages set body = body || '!', edited_at = now() where id = ${pick(step % 7)}`, [id])
    }
    if (step % 5 === 3 && step % 10 === 3) {
      return query(`update messages set deleted_at = now() where id = ${pick(step % 11)}`, [id])
    }
    if (step % 5 === 3 || step % 5 === 4) {
      const ladder = ['sent', 'delivered', 'read'][step % 3]
      return query(`update messages set status = $2 where id = ${pick(step % 6, 'is_outgoing')}`, [id, ladder])
    }
    return insert(`line ${step}`, step % 5 === 1)
  }

  return {
    tenant,
    id,
    insert,
    readAll,
    write: () => {
      let isOver = false
      let written = 0
      const begunAt = performance.now()
      const running = (async () => {
        while (!isOver) {
          await operate((written += 1))
          const waitMs = begunAt + written * 20 - performance.now()
          if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
        }
      })()
      return async () => {
        isOver = true
        await running
        return { written, perSecond: written / ((performance.now() - begunAt) / 1000) }
      }
    },
    open: async ({ ways = BOTH, userId = 'agent-1', tokenSeconds } = {}) => {
      const getToken = () => engine.signToken({ workspaceId: tenant, userId, expiresInSeconds: tokenSeconds })
      const anonKey = engine.supabase?.anonKey ?? ''
      const backends = {
        socket: chatEngine({ url: line.url, workspaceId: tenant, getToken }),
        supabase: supabaseBackend({
          url: detour.url,
          anonKey,
          workspaceId: tenant,
          getToken,
          tables: { preset: 'migrated' },
        }),
      }
      const client = createConversationClient({ backends: ways.map((way) => backends[way]) })
      onTestFinished(client.mount())
      const thread = client.watchMessages(id)
      onTestFinished(thread.close)
      const faults: string[] = []
      thread.subscribe(() => faults.push(...findFaults(thread.get().messages)))
      const switches: { readonly to: string | null; readonly at: number }[] = []
      const statuses: string[] = []
      client.connection.subscribe(() => {
        const { transport, status } = client.connection.get()
        if (transport !== (switches.at(-1)?.to ?? null)) switches.push({ to: transport, at: Date.now() })
        if (status !== statuses.at(-1)) statuses.push(status)
      })
      await expect.poll(() => client.connection.get().status, PATIENCE).toBe('connected')
      await expect.poll(() => thread.get().isPending, PATIENCE).toBe(false)
      const shown = () =>
        thread.get().messages.map((each) => [each.id, each.text, each.status, each.deletedAt !== null])
      return {
        client,
        faults,
        switches,
        statuses,
        transport: () => client.connection.get().transport,
        texts: () => thread.get().messages.map(({ text }) => text),
        equalsDatabase: async () => {
          const rows = await readAll()
          await expect.poll(shown, PATIENCE).toEqual(rows.map((row) => [row.id, row.body, row.status, row.deleted]))
        },
      }
    },
  }
}

/** What must never be seen, at any moment. */
function findFaults(messages: readonly Message[]): readonly string[] {
  const ids = messages.map((message) => message.id)
  const sent = messages.filter((message) => !isUnsent(message))
  const isOutOfOrder = sent.some((message, index) => compareMessages(sent[index - 1] ?? message, message) > 0)
  return [...(new Set(ids).size === ids.length ? [] : ['a message twice']), ...(isOutOfOrder ? ['out of order'] : [])]
}

/** For faults whose length is what is being tested. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
