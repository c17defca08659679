import { describe, expect, it } from 'vitest'
import { compareConversations, mergeConversation } from '../../src/domain/conversation.ts'
import { matchesFilter } from '../../src/domain/conversationFilter.ts'
import { buildConversation } from '../../src/testing/builders.ts'

const early = '2026-01-01T00:00:00.000Z'
const late = '2027-01-01T00:00:00.000Z'

describe('mergeConversation', () => {
  it('keeps what a report does not mention and takes what it does, null included', () => {
    const known = buildConversation({ assigneeId: 'user-1', stageId: 'proposal', unreadCount: 2 })
    const merged = mergeConversation(known, { id: known.id, assigneeId: null, updatedAt: late })
    expect(merged).toMatchObject({ assigneeId: null, stageId: 'proposal', unreadCount: 2, updatedAt: late })
  })

  it('returns what is known for a report that is older, or says nothing new', () => {
    const known = buildConversation({ unreadCount: 2 })
    expect(mergeConversation(known, { id: known.id, unreadCount: 9, updatedAt: early })).toBe(known)
    expect(mergeConversation(known, structuredClone(known))).toBe(known)
  })

  it('does not move down the list for an old message that is reported late', () => {
    const known = buildConversation({ lastMessagePreview: 'new' })
    const merged = mergeConversation(known, { id: known.id, lastMessageAt: early, lastMessagePreview: 'old' })
    expect(merged).toBe(known)
  })

  it('does not close the customer’s window for an old message that is edited, or reported late', () => {
    const known = buildConversation({ lastInboundAt: late, updatedAt: early })
    expect(mergeConversation(known, { id: known.id, lastInboundAt: early })).toBe(known)
    expect(mergeConversation(known, { id: known.id, lastInboundAt: null, updatedAt: early })).toBe(known)
    const later = '2027-02-01T00:00:00.000Z'
    expect(mergeConversation(known, { id: known.id, lastInboundAt: later }).lastInboundAt).toBe(later)
  })

  it('takes an earlier time of the customer’s last word from a report that is newer', () => {
    const known = buildConversation({ lastInboundAt: late, updatedAt: early })
    expect(mergeConversation(known, { id: known.id, lastInboundAt: early, updatedAt: late })).toMatchObject({
      lastInboundAt: early,
    })
  })

  it('fills the contact field by field', () => {
    const known = buildConversation()
    const contact = { id: null, name: 'Maria S.', phone: null, avatarUrl: null }
    expect(mergeConversation(known, { id: known.id, contact }).contact).toEqual({ ...known.contact, name: 'Maria S.' })
  })
})

describe('compareConversations', () => {
  it('puts the latest activity first and settles ties by id', () => {
    const a = buildConversation({ id: 'a', lastMessageAt: early })
    const b = buildConversation({ id: 'b', lastMessageAt: late })
    const c = buildConversation({ id: 'c', lastMessageAt: late })
    expect([a, c, b].toSorted(compareConversations).map(({ id }) => id)).toEqual(['b', 'c', 'a'])
  })
})

describe('matchesFilter', () => {
  const conversation = buildConversation({ stageId: null, unreadCount: 0, status: null, assigneeId: 'user-1' })

  it.each([
    [{}, true],
    [{ unreadOnly: true }, false],
    [{ unreadOnly: false }, true],
    [{ stageId: null }, true],
    [{ stageId: 'proposal' }, false],
    [{ assigneeId: 'user-1' }, true],
    [{ assigneeId: null }, false],
    // A server that does not tell the status cannot have filtered by it.
    [{ status: 'open' as const }, true],
  ])('answers %j with %j', (filter, expected) => {
    expect(matchesFilter(conversation, filter)).toBe(expected)
  })
})
