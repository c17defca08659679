import { describe, expect, it } from 'vitest'
import { applyStatus, mergeMessage } from '../../src/domain/mergeMessage.ts'
import { buildMessage } from '../../src/testing/builders.ts'

const early = '2026-01-05T12:00:00.000Z'
const late = '2026-01-05T13:00:00.000Z'

describe('mergeMessage', () => {
  it('returns what is known when the report says nothing new', () => {
    const known = buildMessage({ metadata: { a: [1, { b: 2 }] } })
    expect(mergeMessage(known, structuredClone(known))).toBe(known)
  })

  it('does not let null erase what another source knew', () => {
    const known = buildMessage({
      sender: { type: 'contact', id: '5511988887777', name: 'Maria' },
      externalId: 'wamid.1',
    })
    const row = {
      ...known,
      sender: { type: 'contact', id: null, name: null },
      externalId: null,
      updatedAt: late,
    } as const
    const merged = mergeMessage(known, row)
    expect(merged.sender).toEqual(known.sender)
    expect(merged.externalId).toBe('wamid.1')
    expect(merged.updatedAt).toBe(late)
  })

  it('does not let an older report undo an edit', () => {
    const edited = buildMessage({ text: 'edited', editedAt: late, updatedAt: late })
    const stale = { ...edited, text: 'original', editedAt: null, updatedAt: early }
    expect(mergeMessage(edited, stale)).toBe(edited)
  })

  it('takes a higher status even from an older report', () => {
    const known = buildMessage({ direction: 'outbound', status: 'sent', updatedAt: late })
    const merged = mergeMessage(known, { ...known, status: 'read', updatedAt: early })
    expect(merged.status).toBe('read')
    expect(merged.updatedAt).toBe(late)
  })

  it('keeps the deletion when the message is reported again', () => {
    const deleted = buildMessage({ deletedAt: late, updatedAt: late })
    expect(mergeMessage(deleted, { ...deleted, deletedAt: null, updatedAt: early })).toBe(deleted)
  })

  it('replaces an optimistic message but keeps its client id, the row’s key', () => {
    const optimistic = buildMessage({ id: 'c1', clientId: 'c1', status: 'sending', direction: 'outbound' })
    const confirmed = buildMessage({ id: 's1', clientId: null, status: 'pending', direction: 'outbound' })
    expect(mergeMessage(optimistic, confirmed)).toEqual({ ...confirmed, clientId: 'c1' })
  })

  it('does not let a late local failure overwrite a message the backend has', () => {
    const confirmed = buildMessage({ id: 's1', clientId: 'c1', status: 'sent', direction: 'outbound' })
    const failed = {
      ...confirmed,
      status: 'failed',
      error: { code: 'network_error', message: '', origin: 'client' },
    } as const
    expect(mergeMessage(confirmed, failed)).toBe(confirmed)
  })

  it('leaves failed when the backend reports, later, that somebody retried', () => {
    const failed = buildMessage({
      status: 'failed',
      error: { code: '131026', message: '', origin: 'provider' },
      updatedAt: early,
    })
    expect(mergeMessage(failed, { ...failed, status: 'sent', error: null, updatedAt: late })).toMatchObject({
      status: 'sent',
      error: null,
    })
    expect(mergeMessage(failed, { ...failed, status: 'sent', error: null, updatedAt: early }).status).toBe('failed')
  })

  it('keeps the first creation time, or the row would jump', () => {
    const known = buildMessage()
    expect(mergeMessage(known, { ...known, createdAt: late, updatedAt: late }).createdAt).toBe(known.createdAt)
  })
})

describe('applyStatus', () => {
  it('returns the same message for a status that says nothing new', () => {
    const message = buildMessage({ status: 'delivered' })
    expect(applyStatus(message, 'sent', null)).toBe(message)
    expect(applyStatus(message, 'delivered', null)).toBe(message)
  })

  it('takes the provider’s reason with a failure', () => {
    const error = { code: '131026', message: 'Not on WhatsApp', origin: 'provider' } as const
    expect(applyStatus(buildMessage({ status: 'sent' }), 'failed', error)).toMatchObject({ status: 'failed', error })
  })
})
