import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { decode } from '../../src/backends/chatEngine/decode.ts'
import { readConversationRow, readMessageRow } from '../../src/backends/chatEngine/rows.ts'
import { mergeConversation, toConversation } from '../../src/domain/conversation.ts'
import { mergeMessage } from '../../src/domain/mergeMessage.ts'
import { createDemoConversations } from '../../src/engine/seed/demoConversations.ts'
import type { Recorder } from './harness/connectRecorder.ts'
import { type Harness, startHarness, type Workspace } from './harness/startHarness.ts'
import { waitUntil } from './harness/waitUntil.ts'

/* The engine's words as the client reads them: nothing is rejected, and HTTP and the socket say the same of everything. */

let harness: Harness

beforeAll(async () => {
  harness = await startHarness({ provider: { sentMs: 1, deliveredMs: 1, readMs: 1 } })
})
afterEach(() => harness.disconnectAll())
afterAll(() => harness.close())

const decodeAll = (client: Recorder) => client.events.flatMap(({ name, payload }) => decode({ name, payload }))

/** A workspace in which everything happens while somebody looks. */
async function live(): Promise<{ workspace: Workspace; client: Recorder }> {
  const workspace = await harness.createWorkspace()
  const scripts = createDemoConversations(workspace.id, `${workspace.id}-phone`, new Date())
  const seeded = await workspace.seed(...scripts.map((script) => ({ ...script, messages: [] })))
  const client = workspace.connect()
  await client.heard('ready')
  for (const { id } of seeded) await client.ask('subscribe:conversation', id)
  for (const [index, { messages = [] }] of scripts.entries()) {
    const id = seeded[index]?.id
    for (const { text, from, isPrivate } of messages.slice(-6)) {
      await harness.engine.database.query(
        `insert into messages (conversation_id, workspace_id, is_outgoing, body, is_private, sender_type, status)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [
          ...[id, workspace.id, from !== 'contact', text, isPrivate ?? false],
          ...[from === 'agent' ? 'user' : from, from === 'contact' ? 'delivered' : 'pending'],
        ],
      )
    }
  }
  const unfinished = `select 1 from messages where workspace_id = $1 and is_outgoing and not is_private
    and status not in ('read', 'failed')`
  await waitUntil(async () => (await harness.engine.database.query(unfinished, [workspace.id])).length === 0)
  const marker = await workspace.seedOne()
  await client.heard('conversation', ({ id }) => id === marker.id)
  return { workspace, client }
}

describe('everything the engine says', () => {
  test('is understood', async () => {
    const { client } = await live()
    const events = decodeAll(client)
    expect(events.filter((event) => event.type === 'frame.rejected')).toEqual([])
    const kinds = new Set(events.map(({ type }) => type))
    for (const kind of ['session.started', 'message.received', 'message.statusChanged', 'conversation.changed']) {
      expect([...kinds]).toContain(kind)
    }
  })

  test('of a message is the same over HTTP and on the socket', async () => {
    const { workspace, client } = await live()
    const told = decodeAll(client).flatMap((event) => (event.type === 'message.received' ? [event.message] : []))
    const messages = new Map(told.map((message) => [message.id, message]))
    expect(messages.size).toBeGreaterThan(30)
    for (const message of messages.values()) {
      const { body } = await workspace.api('GET', `/messages/${message.id}`)
      const row = readMessageRow(body)
      if (row === null) throw new Error('a row was not understood')
      const known = { ...message, status: row.status, error: row.error, updatedAt: row.updatedAt }
      expect(mergeMessage(known, row)).toBe(known)
    }
  })

  test('of a conversation is the same over HTTP and on the socket', async () => {
    const { workspace, client } = await live()
    const told = decodeAll(client).flatMap((event) => (event.type === 'conversation.changed' ? [event.patch] : []))
    const latest = new Map(told.map((patch) => [patch.id, patch]))
    const { body } = await workspace.api('GET', '/conversations?limit=200')
    expect(body.data.length).toBe(latest.size)
    for (const data of body.data) {
      const row = readConversationRow(data)
      const patch = latest.get(data.id)
      if (row === null || patch === undefined) throw new Error('a conversation was not told or not understood')
      expect(mergeConversation(toConversation(patch), row)).toEqual(toConversation(row))
    }
  })
})
