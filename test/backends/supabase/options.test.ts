import { describe, expect, it } from 'vitest'
import { supabaseBackend } from '../../../src/backends/supabase/index.ts'
import type { SupabaseOptions } from '../../../src/backends/supabase/options.ts'
import { resolveTables, type SupabaseTableOptions } from '../../../src/backends/supabase/tables.ts'
import { ConversationError } from '../../../src/domain/errors.ts'
import { unsignedJwt } from '../../helpers/jwt.ts'

const options: SupabaseOptions = {
  url: 'https://project.supabase.co',
  anonKey: 'sb_publishable_1',
  workspaceId: 'w1',
  getToken: () => null,
}
const refusal = (changes: Partial<SupabaseOptions>) => {
  try {
    supabaseBackend({ ...options, ...changes })
    return null
  } catch (error) {
    return error instanceof ConversationError ? [error.code, error.field] : error
  }
}

describe('supabaseBackend', () => {
  it('opens and loads nothing when it is made, and says so where it is started too early', async () => {
    let calls = 0
    const count = () => {
      calls += 1
      throw new Error('too early')
    }
    const backend = supabaseBackend({ client: count, workspaceId: 'w1', fetch: count })
    expect(backend).toMatchObject({ name: 'supabase', kind: 'supabase', isEnabled: true })
    expect(() => backend.start()).toThrow(expect.objectContaining({ code: 'disconnected' }))
    await backend.code?.load()
    backend.start()
    expect(calls).toBe(0)
  })

  it('is disabled without a url and without a client', () => {
    for (const url of [undefined, '']) {
      const backend = supabaseBackend({ ...options, url, anonKey: undefined, getToken: undefined })
      expect(backend.isEnabled).toBe(false)
      expect(() => backend.start()).toThrow(expect.objectContaining({ code: 'disabled' }))
    }
  })

  it('is the same place for the same url, workspace and tables, and another one for others', () => {
    const key = (changes: Partial<SupabaseOptions> = {}) => supabaseBackend({ ...options, ...changes }).key
    expect(key()).toBe(key({ getToken: () => 'another' }))
    const others = [
      { url: 'https://other.supabase.co' },
      { workspaceId: 'w2' },
      { tables: { preset: 'migrated' as const } },
      { tables: { messages: { name: 'chat_messages' } } },
    ].map(key)
    expect(new Set([key(), ...others]).size).toBe(5)
  })

  it('refuses a key that passes every row-level policy', () => {
    const secret = unsignedJwt({ role: 'service_role' })
    expect(refusal({ anonKey: secret })).toEqual(['signing_secret', 'anonKey'])
    expect(refusal({ anonKey: 'sb_secret_abc' })).toEqual(['signing_secret', 'anonKey'])
    // In the letters of a URL, and with some of no other alphabet.
    const other = unsignedJwt({ name: 'José ÿþ~~?>', role: 'service_role' })
    expect(other).toMatch(/[-_]/)
    expect(refusal({ anonKey: other })).toEqual(['signing_secret', 'anonKey'])
    for (const anonKey of [unsignedJwt({ role: 'anon' }), 'sb_publishable_abc', 'a.b.c', 'a.bnVsbA.c']) {
      expect(refusal({ anonKey })).toBeNull()
    }
    const client = {
      auth: null,
      realtime: { endPoint: 'wss://x/realtime/v1', apiKey: secret, accessToken: null, transport: null, fetch: null },
    }
    expect(refusal({ client, url: undefined })).toEqual(['signing_secret', 'client'])
    expect(refusal({ jwtSecret: 'x' } as Partial<SupabaseOptions>)).toEqual(['signing_secret', 'jwtSecret'])
  })

  it('names the option that is missing or makes no sense', () => {
    expect(refusal({ url: 'project.supabase.co' })).toEqual(['invalid_option', 'url'])
    expect(refusal({ anonKey: undefined })).toEqual(['invalid_option', 'anonKey'])
    expect(refusal({ workspaceId: '' })).toEqual(['invalid_option', 'workspaceId'])
    expect(refusal({ getToken: undefined })).toEqual(['invalid_option', 'getToken'])
    expect(refusal({ tables: { messages: { name: 'a;b' } } })).toEqual(['invalid_option', 'tables.messages.name'])
  })
})

describe('resolveTables', () => {
  it('starts from what is deployed, which has no change times', () => {
    const { messages, conversations, contacts } = resolveTables()
    expect(messages.columns).toMatchObject({ text: 'body', updatedAt: null, clientId: 'external_id', deletedAt: null })
    expect(conversations.columns).toMatchObject({ updatedAt: 'updated_at', status: null })
    expect(contacts?.columns).toEqual({ id: 'id', name: 'name', phone: 'phone', avatarUrl: 'avatar_url' })
  })

  it('takes other names, and null for what there is not', () => {
    const tables = resolveTables({
      preset: 'migrated',
      messages: { name: 'chat', columns: { text: 'content', senderName: null } },
      contacts: null,
    })
    expect(tables.messages).toMatchObject({ name: 'chat', columns: { text: 'content', senderName: null, id: 'id' } })
    expect(tables.contacts).toBeNull()
  })

  it.each([
    [{ preset: 'other' }, 'tables.preset'],
    [{ messages: { columns: { id: null } } }, 'tables.messages.columns.id'],
    [{ messages: { columns: { createdAt: null } } }, 'tables.messages.columns.createdAt'],
    [{ messages: { columns: { text: 'body,secret' } } }, 'tables.messages.columns.text'],
    [{ messages: { columns: { colour: 'colour' } } }, 'tables.messages.columns.colour'],
    [{ contacts: { columns: { id: null } } }, 'tables.contacts.columns.id'],
  ])('refuses %j', (changes, field) => {
    expect(() => resolveTables(changes as SupabaseTableOptions)).toThrow(
      expect.objectContaining({ code: 'invalid_option', field }),
    )
  })
})
