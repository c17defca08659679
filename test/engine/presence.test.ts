import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SeededConversation } from '../../src/engine/seed/seedConversations.ts'
import type { connectRecorder } from './harness/connectRecorder.ts'
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

const connectAs = async (userId: string, { workspaceId = workspace.id } = {}) => {
  const token = await harness.engine.signToken({ workspaceId, userId, userName: `Name of ${userId}` })
  const client = harness.connect({ token, workspaceId })
  await client.heard('ready')
  return client
}
const presencesOf = (client: ReturnType<typeof connectRecorder>, userId: string) =>
  client.all('presence').filter((presence) => presence.userId === userId)

describe('presence', () => {
  test('tells the others who is there and what they look at', async () => {
    const [ana, bia] = [await connectAs('ana'), await connectAs('bia')]
    expect(await ana.ask('presence', { status: 'online', viewing: conversation.id })).toMatchObject({ ok: true })
    expect(await bia.heard('presence')).toEqual({
      userId: 'ana',
      userName: 'Name of ana',
      status: 'online',
      viewing: conversation.id,
      lastSeenAt: expect.stringMatching(/Z$/),
    })
    await ana.ask('presence', { status: 'away', viewing: null })
    expect(await bia.heard('presence', ({ status }) => status === 'away')).toMatchObject({ viewing: null })
    expect(presencesOf(ana, 'ana')).toEqual([])
  })

  test('tells a newcomer who is there already, once', async () => {
    const ana = await connectAs('ana')
    await ana.ask('presence', { status: 'online', viewing: null })
    const bia = await connectAs('bia')
    await bia.ask('presence', { status: 'online' })
    expect(await bia.heard('presence')).toMatchObject({ userId: 'ana', status: 'online', viewing: null })
    await bia.ask('presence', { status: 'online', viewing: conversation.id })
    expect(presencesOf(bia, 'ana')).toHaveLength(1)
  })

  test('is one user’s, however many tabs: online where one is, and what the last one shows', async () => {
    const bia = await connectAs('bia')
    const [first, second] = [await connectAs('ana'), await connectAs('ana')]
    await first.ask('presence', { status: 'online', viewing: conversation.id })
    await second.ask('presence', { status: 'away', viewing: null })
    await bia.heard('presence', () => presencesOf(bia, 'ana').length === 2)
    expect(presencesOf(bia, 'ana').at(-1)).toMatchObject({ status: 'online', viewing: conversation.id })
    await first.ask('presence', { status: 'offline' })
    expect(await bia.heard('presence', ({ status }) => status === 'away')).toMatchObject({ viewing: null })
  })

  test('ends with the last connection, and not with a line that comes straight back', async () => {
    const bia = await connectAs('bia')
    const ana = await connectAs('ana')
    await ana.ask('presence', { status: 'online', viewing: conversation.id })
    ana.socket.disconnect()
    const again = await connectAs('ana')
    await again.ask('presence', { status: 'online', viewing: conversation.id })
    // Both know of the first connection's end by now: what follows it is what is looked for.
    await bia.heard('presence', () => presencesOf(bia, 'ana').length === 3)
    expect(presencesOf(bia, 'ana').map(({ status }) => status)).toEqual(['online', 'online', 'online'])
    again.socket.disconnect()
    expect(await bia.heard('presence', ({ status }) => status === 'offline')).toMatchObject({ viewing: null })
  })

  test('is nobody else’s business: another workspace hears nothing, and its conversations are not named', async () => {
    const other = await harness.createWorkspace()
    const theirs = await other.seedOne()
    const stranger = await connectAs('eva', { workspaceId: other.id })
    await stranger.ask('presence', { status: 'online' })
    const ana = await connectAs('ana')
    expect(await ana.ask('presence', { status: 'online', viewing: theirs.id })).toMatchObject({ ok: true })
    const bia = await connectAs('bia')
    await bia.ask('presence', { status: 'online' })
    // There, and looking at nothing that this workspace has.
    expect(await bia.heard('presence')).toMatchObject({ userId: 'ana', viewing: null })
    await ana.ask('presence', { status: 'online', viewing: conversation.id })
    await stranger.ask('ping', {})
    expect(presencesOf(ana, 'eva')).toEqual([])
    expect(stranger.all('presence')).toEqual([])
  })

  test('is what was said last, although one word has to ask the database and the next has not', async () => {
    const [ana, bia] = [await connectAs('ana'), await connectAs('bia')]
    await Promise.all([
      ana.ask('presence', { status: 'online', viewing: conversation.id }),
      ana.ask('presence', { status: 'online', viewing: null }),
      ana.ask('presence', { status: 'online', viewing: conversation.id }),
      ana.ask('presence', { status: 'offline' }),
    ])
    await bia.heard('presence', () => presencesOf(bia, 'ana').length === 4)
    expect(presencesOf(bia, 'ana')).toMatchObject([
      { status: 'online', viewing: conversation.id },
      { status: 'online', viewing: null },
      { status: 'online', viewing: conversation.id },
      { status: 'offline', viewing: null },
    ])
  })

  test.each([
    ['no status', {}],
    ['a status there is not', { status: 'busy' }],
    ['an empty conversation', { status: 'online', viewing: '' }],
    ['a number', { status: 'online', viewing: 5 }],
    ['nothing', null],
  ])('with %s is refused and changes nothing', async (_, payload) => {
    const [ana, bia] = [await connectAs('ana'), await connectAs('bia')]
    expect(await ana.ask('presence', payload)).toMatchObject({ ok: false, error: { code: 'INVALID_PAYLOAD' } })
    await bia.ask('presence', { status: 'online' })
    expect(bia.all('presence')).toEqual([])
  })

  test('of a token that names no user is refused', async () => {
    const client = workspace.connect(await harness.engine.signToken({ workspaceId: workspace.id }))
    await client.heard('ready')
    expect(await client.ask('presence', { status: 'online' })).toMatchObject({
      ok: false,
      error: { code: 'FORBIDDEN' },
    })
  })
})

test('a base server has no presence', async () => {
  const base = await startHarness({ capabilities: [] })
  try {
    const { id, connect } = await base.createWorkspace()
    const client = connect(await base.engine.signToken({ workspaceId: id, userId: 'ana' }))
    await client.connected()
    client.socket.emit('presence', { status: 'online' })
    expect(await client.heard('error')).toMatchObject({ code: 'INVALID_PAYLOAD' })
  } finally {
    await base.close()
  }
})
