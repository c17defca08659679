import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SeededConversation } from '../../src/engine/seed/seedConversations.ts'
import { createMediaLinks } from '../../src/engine/mediaLinks.ts'
import { type Harness, startHarness, type Workspace } from './harness/startHarness.ts'

let harness: Harness
let workspace: Workspace
let conversation: SeededConversation

beforeAll(async () => {
  harness = await startHarness()
})
beforeEach(async () => {
  workspace = await harness.createWorkspace()
  conversation = await workspace.seedOne()
})
afterEach(() => harness.disconnectAll())
afterAll(() => harness.close())

const PNG = new Uint8Array(randomBytes(3000))
const toForm = (fields: Record<string, string | File>) => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return form
}
const upload = (fields: Record<string, string | File> = {}) => {
  const file = new File([PNG], 'caixa.png', { type: 'image/png' })
  return workspace.api('POST', '/attachments', { body: toForm({ file, conversationId: conversation.id, ...fields }) })
}
const post = (body: object) =>
  workspace.api('POST', '/messages', { body: { conversationId: conversation.id, type: 'image', ...body } })

test('a file is kept, described, and loaded again byte for byte by its link alone', async () => {
  const { status, body } = await upload()
  expect(status).toBe(201)
  expect(body).toEqual({
    id: expect.any(String),
    storage_url: expect.stringContaining(`${harness.url}/api/chat/files/`),
    mime_type: 'image/png',
    file_size: 3000,
    file_name: 'caixa.png',
    type: 'image',
  })
  const answer = await fetch(body.storage_url)
  expect(answer.status).toBe(200)
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(PNG)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-disposition': `inline; filename*=UTF-8''caixa.png`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': `default-src 'none'; sandbox`,
  })
})

test('a message with a file carries its link, over HTTP and on the socket', async () => {
  const { body: file } = await upload()
  const client = workspace.connect()
  await client.heard('ready')
  await client.ask('subscribe:conversation', conversation.id)
  const { status, body } = await post({ content: 'A caixa', attachmentId: file.id })
  expect(status).toBe(201)
  expect(body).toMatchObject({
    type: 'image',
    body: 'A caixa',
    media_url: file.storage_url,
    attachment: { id: file.id, mime_type: 'image/png', file_name: 'caixa.png', file_size: 3000 },
  })
  expect(await client.heard('message')).toMatchObject({
    id: body.id,
    type: 'image',
    attachments: [
      {
        id: file.id,
        messageId: body.id,
        type: 'image',
        url: file.storage_url,
        metadata: { filename: 'caixa.png', size: 3000, mimeType: 'image/png' },
      },
    ],
  })
})

test('a document is a file on the socket, and may come without words', async () => {
  const file = new File(['%PDF'], 'nota.pdf', { type: 'application/pdf; charset=binary' })
  const { body } = await upload({ file })
  expect(body).toMatchObject({ type: 'document', mime_type: 'application/pdf' })
  const client = workspace.connect()
  await client.heard('ready')
  await client.ask('subscribe:conversation', conversation.id)
  expect((await post({ type: 'document', attachmentId: body.id })).body).toMatchObject({ type: 'document', body: null })
  expect(await client.heard('message')).toMatchObject({ type: 'file', content: '' })
})

test('the caption of an upload becomes the text of a message that has none', async () => {
  const { body } = await upload({ caption: 'Segue a foto' })
  expect((await post({ attachmentId: body.id })).body.body).toBe('Segue a foto')
  expect((await post({ attachmentId: body.id, content: 'Outra coisa' })).body.body).toBe('Outra coisa')
})

test('what could run in a page is never shown in place', async () => {
  const file = new File(['<script>alert(1)</script>'], 'a"b\r\nc.html', { type: 'text/html' })
  const { body } = await upload({ file })
  const answer = await fetch(body.storage_url)
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; /)
  expect(answer.headers.get('content-security-policy')).toContain('sandbox')
})

test('the largest file is 16 MiB', async () => {
  const size = 16 * 1024 * 1024
  const largest = await upload({ file: new File([new Uint8Array(size)], 'a.bin') })
  expect(largest).toMatchObject({ status: 201, body: { file_size: size, mime_type: 'application/octet-stream' } })
  const larger = await upload({ file: new File([new Uint8Array(size + 1)], 'a.bin') })
  expect([larger.status, larger.body.code]).toEqual([413, 'INVALID_PAYLOAD'])
  const largest2 = await upload({ file: new File([new Uint8Array(size + 100_000)], 'a.bin') })
  expect(largest2.status).toBe(413)
})

describe('a link', () => {
  test('is made anew on request, by the attachment or by the provider’s id', async () => {
    const { body: file } = await upload()
    const { body: message } = await post({ attachmentId: file.id })
    const sql = `update messages set external_id = 'wamid.media' where id = $1`
    await harness.engine.database.query(sql, [message.id])
    for (const query of [
      `attachmentId=${file.id}`,
      'providerMessageId=wamid.media',
      `url=${encodeURIComponent(file.storage_url)}`,
    ]) {
      const { status, body } = await workspace.api('GET', `/media?${query}`)
      expect([status, body.url]).toEqual([200, file.storage_url])
      expect(Date.parse(body.expires_at)).toBeGreaterThan(Date.now() + 86_000_000)
    }
  })

  test('to somebody else’s server is that link', async () => {
    const url = 'https://cdn.example.com/a.png?x=1'
    const { body } = await workspace.api('GET', `/media?url=${encodeURIComponent(url)}`)
    expect(body).toEqual({ url })
  })

  test.each([
    ['nothing', '', 400, 'attachmentId'],
    ['an address that is none', 'url=http%3A%2F%2F%5B', 400, 'url'],
    ['a script', 'url=javascript%3Aalert(1)', 400, 'url'],
    ['an unknown attachment', `attachmentId=${randomUUID()}`, 404, undefined],
    ['an id that is none', 'attachmentId=x', 400, 'attachmentId'],
    ['an unknown provider’s id', 'providerMessageId=x', 404, undefined],
  ])('to %s is refused', async (_, query, status, field) => {
    const answer = await workspace.api('GET', `/media?${query}`)
    expect([answer.status, answer.body.details?.field]).toEqual([status, field])
  })

  test('that was changed, or made up, opens nothing', async () => {
    const { body: file } = await upload()
    const { body: other } = await upload()
    const bad = [
      file.storage_url.replace(/signature=./, 'signature='),
      file.storage_url.replace(/expires=\d/, 'expires=9'),
      file.storage_url.replace(/\?.*/, ''),
      file.storage_url.replace(file.id, other.id),
      file.storage_url.replace(file.id, 'x'),
    ]
    for (const url of bad) expect((await fetch(url)).status).toBe(404)
  })

  test('is the same all day, and expires', () => {
    let now = Date.parse('2026-03-01T00:00:01Z')
    const links = createMediaLinks('secret', { now: () => now })
    const link = links.create('a')
    const query = new URL(link.path, 'http://x').searchParams
    const isValid = () => links.isValid('a', query.get('expires') ?? '', query.get('signature') ?? '')
    now = Date.parse('2026-03-01T23:59:59Z')
    expect(links.create('a')).toEqual(link)
    now = Date.parse('2026-03-02T23:59:59Z')
    expect(isValid()).toBe(true)
    now = Date.parse(link.expiresAt)
    expect(isValid()).toBe(false)
  })
})

describe('bad input is refused and names the field', () => {
  const file = () => new File([PNG], 'a.png', { type: 'image/png' })
  const cases: readonly [string, () => unknown, number, string][] = [
    ['no form', () => '{"file":1}', 400, 'body'],
    ['no file', () => toForm({ conversationId: conversation.id }), 400, 'file'],
    ['a file that is a text', () => toForm({ conversationId: conversation.id, file: 'x' }), 400, 'file'],
    ['an empty file', () => toForm({ conversationId: conversation.id, file: new File([], 'a') }), 400, 'file'],
    ['no conversation', () => toForm({ file: file() }), 400, 'conversationId'],
    ['a conversation that is no UUID', () => toForm({ file: file(), conversationId: 'x' }), 400, 'conversationId'],
    [
      'an endless caption',
      () => toForm({ file: file(), conversationId: conversation.id, caption: 'x'.repeat(4097) }),
      400,
      'caption',
    ],
  ]
  test.each(cases)('%s', async (_, toBody, status, field) => {
    const answer = await workspace.api('POST', '/attachments', { body: toBody() })
    expect([answer.status, answer.body.code, answer.body.details.field]).toEqual([status, 'INVALID_PAYLOAD', field])
  })
})

test('another workspace’s conversations and files do not exist', async () => {
  const other = await harness.createWorkspace()
  const theirs = await other.seedOne()
  const { body: file } = await upload()
  expect((await upload({ conversationId: theirs.id })).status).toBe(404)
  const body = { conversationId: theirs.id, type: 'image', attachmentId: file.id }
  expect((await other.api('POST', '/messages', { body })).status).toBe(404)
  expect((await other.api('GET', `/media?attachmentId=${file.id}`)).status).toBe(404)
  expect((await other.api('GET', `/media?url=${encodeURIComponent(file.storage_url)}`)).status).toBe(404)
})
