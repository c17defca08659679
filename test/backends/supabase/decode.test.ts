import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDecoder } from '../../../src/backends/supabase/decode.ts'
import { createRowMemory } from '../../../src/backends/supabase/rowMemory.ts'
import { resolveTables, type SupabaseTableOptions } from '../../../src/backends/supabase/tables.ts'
import { conversationRow, messageRow, migratedConversationRow, migratedMessageRow } from './supabaseRows.ts'

type EventType = 'INSERT' | 'UPDATE' | 'DELETE'

/** A session's decoder, fed with changes of rows. */
function start(options: SupabaseTableOptions = { preset: 'migrated' }) {
  const memory = { messages: createRowMemory(), conversations: createRowMemory() }
  const decode = createDecoder({ tables: resolveTables(options), ...memory })
  const change = (name: string, eventType: EventType, row: object, extra: object = {}) =>
    decode({
      name,
      payload: {
        eventType,
        new: eventType === 'DELETE' ? {} : row,
        old: eventType === 'DELETE' ? row : {},
        errors: null,
        commitTimestamp: '2026-11-21T04:00:00.000Z',
        ...extra,
      },
    })
  return {
    memory,
    decode,
    message: (eventType: EventType, row: object, extra?: object) => change('messages', eventType, row, extra)[0],
    conversation: (eventType: EventType, row: object, extra?: object) =>
      change('conversations', eventType, row, extra)[0],
  }
}

const without = (row: object, ...names: string[]) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)))

describe('messages', () => {
  it('are read from a deployed CRM’s row, without change times', () => {
    expect(start({}).message('INSERT', messageRow)).toMatchObject({
      type: 'message.received',
      message: {
        id: messageRow.id,
        conversationId: messageRow.conversation_id,
        direction: 'inbound',
        sender: { type: 'contact' },
        text: 'Bom dia!',
        status: 'delivered',
        clientId: null,
        externalId: 'wamid.HBgNNTUx',
        createdAt: '2026-11-21T03:57:26.800Z',
        updatedAt: null,
        deletedAt: null,
      },
    })
  })

  it('are read from a migrated row, with who sent them and what became of them', () => {
    const row = {
      ...migratedMessageRow,
      is_outgoing: true,
      status: 'failed',
      sender_type: 'user',
      sender_name: 'Carlos',
      sent_by_user_id: 'u1',
      error_code: '131047',
      error_message: 'Re-engagement message',
      client_id: 'c1',
      media_url: 'https://cdn.example.com/a.pdf',
    }
    expect(start().message('INSERT', row)).toMatchObject({
      message: {
        clientId: 'c1',
        direction: 'outbound',
        sender: { type: 'user', id: 'u1', name: 'Carlos' },
        attachments: [{ url: 'https://cdn.example.com/a.pdf' }],
        status: 'failed',
        error: { code: '131047', message: 'Re-engagement message', origin: 'provider' },
        updatedAt: '2026-11-21T03:57:26.801Z',
      },
    })
  })

  it('find their client id in the external id’s place, until the provider’s own has taken it', () => {
    const { message } = start({})
    const clientId = 'c0ffee00-0000-4000-8000-000000000001'
    const row = { ...messageRow, is_outgoing: true, status: 'pending' }
    expect(message('INSERT', { ...row, external_id: clientId })).toMatchObject({
      message: { clientId, externalId: null },
    })
    expect(message('UPDATE', { ...row, external_id: 'wamid.1' })).toMatchObject({
      message: { clientId: null, externalId: 'wamid.1' },
    })
  })

  it('that are softly deleted are deletions', () => {
    expect(start().message('UPDATE', { ...migratedMessageRow, deleted_at: '2026-11-21T05:00:00+00:00' })).toMatchObject(
      { type: 'message.received', message: { deletedAt: '2026-11-21T05:00:00.000Z' } },
    )
  })

  it('trap 14: a row that is gone is a deletion, whatever is left of it', () => {
    const { message } = start()
    message('INSERT', migratedMessageRow)
    expect(message('DELETE', { id: messageRow.id })).toMatchObject({
      type: 'message.received',
      message: { id: messageRow.id, text: 'Bom dia!', deletedAt: '2026-11-21T04:00:00.000Z' },
    })
  })

  it('trap 14: a deletion of what was never seen here is somebody else’s', () => {
    expect(start().message('DELETE', { id: 'a stranger' })).toBeUndefined()
  })

  it('trap 15: a large text that did not change is left out, and still there', () => {
    const { message } = start()
    message('INSERT', migratedMessageRow)
    const update = { ...without(migratedMessageRow, 'body'), status: 'read', updated_at: '2026-11-21T05:00:00+00:00' }
    expect(message('UPDATE', update)).toMatchObject({ message: { text: 'Bom dia!', status: 'read' } })
  })

  it('trap 15: a part of a message that is not known is fetched instead', () => {
    expect(start().message('UPDATE', without(migratedMessageRow, 'body'))).toEqual({
      type: 'frame.rejected',
      name: 'messages',
      reason: 'body: left out',
      isKnown: true,
    })
  })

  it.each(['Error 413: Payload Too Large', 'Error 400: Bad Request, no primary key', 'Error 401: Unauthorized'])(
    'trap 16: %s never blanks a message',
    (error) => {
      const { message } = start()
      message('INSERT', migratedMessageRow)
      expect(message('UPDATE', { ...migratedMessageRow, body: null }, { errors: [error] })).toMatchObject({
        type: 'frame.rejected',
        isKnown: true,
      })
    },
  )

  it('are rejected with the field and the rule, never the value', () => {
    const secret = 'what a customer wrote'
    const rejected = start().message('INSERT', { ...migratedMessageRow, is_outgoing: secret })
    expect(rejected).toMatchObject({ reason: 'isOutgoing: expected boolean', isKnown: true })
    expect(start().message('INSERT', { ...migratedMessageRow, created_at: 'yesterday' })).toMatchObject({
      reason: 'createdAt: not a time',
    })
  })
})

describe('conversations', () => {
  it('leave the contact out of the first report, so that it is asked for', () => {
    const { conversation } = start()
    const event = conversation('INSERT', migratedConversationRow)
    expect(event).toMatchObject({
      type: 'conversation.changed',
      patch: { id: conversationRow.id, unreadCount: 2, stageId: 's1', labels: ['vip'], priority: 'high' },
    })
    expect(event).not.toHaveProperty(['patch', 'contact'])
  })

  it('are whole once their contact is known, and incomplete again when the contact changed', () => {
    const { conversation, memory } = start()
    const contact = { id: 'contact-1', name: 'Maria Souza', phone: '+55 11 98888-7777', avatar_url: null }
    memory.conversations.keep(conversationRow.id, { ...migratedConversationRow, contact })
    const busier = { ...migratedConversationRow, unread_count: 3, updated_at: '2026-11-21T05:00:00+00:00' }
    expect(conversation('UPDATE', busier)).toMatchObject({
      patch: { unreadCount: 3, contact: { id: 'contact-1', name: 'Maria Souza', phone: '5511988887777' } },
    })
    // Nothing but the time: the database says that the contact, which has its own table, is another one now.
    const renamed = { ...busier, updated_at: '2026-11-21T06:00:00+00:00' }
    expect(conversation('UPDATE', renamed)).not.toHaveProperty(['patch', 'contact'])
    expect(conversation('UPDATE', { ...renamed, contact_id: 'contact-2' })).not.toHaveProperty(['patch', 'contact'])
  })

  it('do not mention what the database has no column for', () => {
    const event = start({}).conversation('UPDATE', conversationRow)
    for (const field of ['status', 'assigneeId', 'labels', 'priority', 'stageId', 'lastMessagePreview']) {
      expect(event).not.toHaveProperty(['patch', field])
    }
  })

  it('that arrive in part are asked for whole', () => {
    const { conversation } = start()
    const partial = { type: 'conversation.changed', patch: { id: conversationRow.id } }
    expect(conversation('UPDATE', without(migratedConversationRow, 'last_message_preview'))).toEqual(partial)
    expect(conversation('UPDATE', migratedConversationRow, { errors: ['Error 413: Payload Too Large'] })).toEqual(
      partial,
    )
  })
})

describe('the dialect', () => {
  it('hears who is writing, and who is there', () => {
    const { decode } = start()
    const typing = { conversationId: 'c1', userId: 'u2', userName: 'Ana', isTyping: true }
    expect(decode({ name: 'typing', payload: typing })).toEqual([
      {
        type: 'typing.changed',
        conversationId: 'c1',
        participant: { type: 'user', id: 'u2', name: 'Ana' },
        isTyping: true,
      },
    ])
    expect(decode({ name: 'session', payload: { userId: 'u1', userName: 'Carlos', tokenExpiresAt: null } })).toEqual([
      {
        type: 'session.started',
        userId: 'u1',
        userName: 'Carlos',
        serverTime: null,
        tokenExpiresAt: null,
        capabilities: ['acks', 'authenticate', 'changes', 'idempotency', 'crm'],
      },
    ])
  })

  it('forgets what another user has seen', () => {
    const { decode, message } = start()
    const session = (userId: string) => decode({ name: 'session', payload: { userId } })
    session('u1')
    message('INSERT', migratedMessageRow)
    session('u1')
    expect(message('UPDATE', without(migratedMessageRow, 'body'))).toMatchObject({ type: 'message.received' })
    session('u2')
    expect(message('UPDATE', without(migratedMessageRow, 'body'))).toMatchObject({ type: 'frame.rejected' })
  })

  it('rejects what it does not know, and what is far too large', () => {
    const { decode, message } = start()
    expect(decode({ name: '__proto__', payload: {} })).toMatchObject([{ type: 'frame.rejected', isKnown: false }])
    const huge = { ...migratedMessageRow, metadata: { note: 'x'.repeat(10_000_000) } }
    expect(message('INSERT', huge)).toMatchObject({ type: 'frame.rejected', reason: 'too large' })
  })

  it('never throws, never pollutes, and answers every mutation of a row with events or a rejection', () => {
    const junk = fc.oneof(
      fc.jsonValue(),
      fc.constant('x'.repeat(300_000)),
      fc.constant(JSON.parse('{"__proto__":{"polluted":true}}')),
    )
    const mutation = fc.record({
      fixture: fc.constantFrom(
        { name: 'messages', row: migratedMessageRow },
        { name: 'conversations', row: migratedConversationRow },
      ),
      eventType: fc.constantFrom<EventType>('INSERT', 'UPDATE', 'DELETE'),
      path: fc.nat(),
      action: fc.constantFrom('drop', 'replace', 'add', 'replace frame'),
      junk,
    })
    const { decode } = start()
    fc.assert(
      fc.property(mutation, ({ fixture, eventType, path, action, junk: value }) => {
        const row = JSON.parse(JSON.stringify(fixture.row)) as Record<string, unknown>
        const keys = Object.keys(row)
        const key = keys[path % keys.length] ?? 'id'
        if (action === 'drop') delete row[key]
        else row[action === 'add' ? '__proto__x' : key] = value
        const payload = { eventType, new: row, old: row, errors: null, commitTimestamp: null }
        const events = decode({ name: fixture.name, payload: action === 'replace frame' ? value : payload })
        expect(events.length).toBeLessThanOrEqual(1)
        for (const event of events) {
          expect(['message.received', 'conversation.changed', 'frame.rejected']).toContain(event.type)
        }
        expect({}).not.toHaveProperty('polluted')
      }),
      { numRuns: 3000 },
    )
  })
})
