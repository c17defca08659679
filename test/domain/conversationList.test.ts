import { describe, expect, it } from 'vitest'
import { buildConversation } from '../../src/testing/builders.ts'
import { countScopes } from '../../src/domain/conversationScope.ts'
import { matchesQuery } from '../../src/domain/matchesQuery.ts'
import { toWaiting } from '../../src/domain/toWaiting.ts'

const contact = { id: 'c', name: 'João Lima · Açougue', phone: '5521977776666', avatarUrl: null }
const joao = buildConversation({ contact, lastMessagePreview: 'Segunda via do BOLETO?' })

describe('a search in the list', () => {
  it.each([
    'joao',
    'JOÃO',
    'lima',
    'acougue joao',
    'boleto',
    'lima boleto',
    '977776',
    '+55 (21) 97777-6666',
    '  joão ',
  ])('finds by %s', (query) => expect(matchesQuery(joao, query)).toBe(true))

  it.each(['maria', 'joao maria', '99999', '55 21 1234'])('does not find by %s', (query) =>
    expect(matchesQuery(joao, query)).toBe(false),
  )

  it('finds who has neither name nor number by the last message', () => {
    const unknown = { ...joao, contact: { ...contact, name: null, phone: null } }
    expect(matchesQuery(unknown, 'boleto')).toBe(true)
    expect(matchesQuery(unknown, '977776')).toBe(false)
  })

  it('finds a number in a message', () => {
    expect(matchesQuery({ ...joao, lastMessagePreview: 'pedido 4411' }, '4411')).toBe(true)
  })
})

describe('how long a customer waits', () => {
  const at = '2026-03-12T12:20:00.000Z'
  const now = new Date('2026-03-12T14:04:00.000Z')
  const waiting = { status: 'open', lastInboundAt: at, lastMessageAt: at } as const

  it('counts from the last message when it is the customer’s', () => {
    expect(toWaiting(waiting, now)).toBe(104 * 60_000)
    expect(toWaiting({ ...waiting, status: null }, now)).toBe(104 * 60_000)
  })

  it.each([
    ['was answered', { lastMessageAt: '2026-03-12T12:21:00.000Z' }],
    ['is resolved', { status: 'resolved' }],
    ['is put off', { status: 'snoozed' }],
    ['is not known', { lastInboundAt: null }],
    ['came a moment ago', { lastInboundAt: '2026-03-12T13:55:00.000Z', lastMessageAt: '2026-03-12T13:55:00.000Z' }],
  ] as const)('is nothing when it %s', (_, patch) => expect(toWaiting({ ...waiting, ...patch }, now)).toBeNull())
})

it('counts this user’s conversations and nobody’s', () => {
  const list = ['ana', 'ana', null, 'bruno'].map((assigneeId) => buildConversation({ assigneeId }))
  expect(countScopes(list, 'ana')).toEqual({ mine: 2, unassigned: 1 })
})
