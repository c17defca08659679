import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { PATIENCE, startTwoWays, type OpenedRoom, type Room, type TwoWays } from '../helpers/twoWays.ts'

let ways: TwoWays
let room: Room
beforeAll(async () => {
  ways = await startTwoWays()
})
afterAll(() => ways.close())
beforeEach(async () => {
  room = await ways.createRoom()
})

const typing = ({ client }: OpenedRoom) =>
  client
    .watchTyping(room.id)
    .get()
    .map(({ id }) => id)
const viewers = ({ client }: OpenedRoom) =>
  client
    .watchPresence(room.id)
    .get()
    .map(({ userId }) => userId)

describe('Supabase alone', () => {
  it('has everything: list, messages, sending, typing, presence', async () => {
    const ana = await room.open({ ways: ['supabase'], userId: 'ana' })
    const bia = await room.open({ ways: ['supabase'], userId: 'bia' })
    expect(ana.transport()).toBe('supabase')
    await room.insert('Bom dia')
    await expect.poll(ana.texts, PATIENCE).toEqual(['Bom dia'])
    await ana.client.sendMessage({ conversationId: room.id, text: 'Bom dia!' }).settled
    for (const { equalsDatabase } of [ana, bia]) await equalsDatabase()
    const inbox = ana.client.watchConversations()
    onTestFinished(inbox.close)
    await expect.poll(() => inbox.get().conversations.map((each) => each.id), PATIENCE).toEqual([room.id])
    ana.client.notifyTyping(room.id)
    await expect.poll(() => typing(bia), PATIENCE).toEqual(['ana'])
    for (const { client } of [ana, bia]) onTestFinished(client.announcePresence(room.id))
    await expect.poll(() => viewers(ana), PATIENCE).toEqual(['bia'])
    await expect.poll(() => viewers(bia), PATIENCE).toEqual(['ana'])
  })
})

describe('who is there', () => {
  it('is told anew on every way, there and back', async () => {
    const [ana, bia] = [await room.open({ userId: 'ana' }), await room.open({ userId: 'bia' })]
    for (const { client } of [ana, bia]) onTestFinished(client.announcePresence(room.id))
    const seeEachOther = async (way: string) => {
      for (const each of [ana, bia]) await expect.poll(each.transport, PATIENCE).toBe(way)
      await expect.poll(() => [viewers(ana), viewers(bia)], PATIENCE).toEqual([['bia'], ['ana']])
    }
    await seeEachOther('socket')
    ways.line.setMode('refused')
    await seeEachOther('supabase')
    ways.line.setMode('up')
    await seeEachOther('socket')
  })
})

describe('a user of another workspace', () => {
  it.each([[['socket']], [['supabase']], [['socket', 'supabase']]] as const)('sees nothing over %s', async (by) => {
    const other = await ways.createRoom()
    const [mine, stranger] = [await room.open(), await other.open({ ways: by, userId: 'eva' })]
    const foreign = stranger.client.watchMessages(room.id)
    onTestFinished(foreign.close)
    const heard: unknown[] = []
    foreign.subscribe(() => heard.push(...foreign.get().messages))
    if (by.length === 2) {
      // The third way: nothing is live, requests get through.
      ways.cutRealtime()
      onTestFinished(() => ways.restoreRealtime())
      ways.line.setMode('refused')
      await expect.poll(stranger.transport, PATIENCE).toBe('polling')
    }
    for (const { client } of [mine, stranger]) onTestFinished(client.announcePresence(room.id))
    await expect.poll(() => foreign.get().error?.code, PATIENCE).toMatch(/not_found|forbidden/)
    await room.insert('secret')
    mine.client.notifyTyping(room.id)
    await expect.poll(mine.texts, PATIENCE).toEqual(['secret'])
    // What is written after it has arrived: so would the secret have.
    await other.insert('yours')
    await expect.poll(stranger.texts, PATIENCE).toEqual(['yours'])
    expect(heard).toEqual([])
    expect(stranger.client.watchTyping(room.id).get()).toEqual([])
    expect(stranger.client.watchPresence(null).get()).toEqual([])
    await expect(stranger.client.sendMessage({ conversationId: room.id, text: 'hi' }).settled).rejects.toMatchObject({
      code: expect.stringMatching(/not_found|forbidden/),
    })
  })

  it('hears of nobody with a client of their own either, for typing and presence travel on private channels', async () => {
    const { tenant, id } = room
    const getToken = () => ways.engine.signToken({ workspaceId: 'elsewhere', userId: 'eva' })
    const heard: unknown[] = []
    const statuses = new Map<string, string>()
    for (const isPrivate of [true, false]) {
      const eva = createClient(ways.detour.url, ways.engine.supabase?.anonKey ?? '', { accessToken: getToken })
      onTestFinished(async () => void (await eva.realtime.disconnect()))
      await eva.realtime.setAuth()
      for (const topic of [`workspace:${tenant}`, `workspace:${tenant}:conversation:${id}`]) {
        const channel = eva.channel(topic, { config: { private: isPrivate } })
        channel.on('broadcast', { event: '*' }, (message) => heard.push(message))
        channel.on('presence', { event: 'join' }, (message) => heard.push(message))
        channel.subscribe((status) => statuses.set(`${topic} ${isPrivate}`, status))
      }
    }
    const seen = () => [...statuses.values()].toSorted()
    await expect.poll(seen, PATIENCE).toEqual(['CHANNEL_ERROR', 'CHANNEL_ERROR', 'SUBSCRIBED', 'SUBSCRIBED'])
    const [ana, bia] = [
      await room.open({ ways: ['supabase'], userId: 'ana' }),
      await room.open({ ways: ['supabase'], userId: 'bia' }),
    ]
    for (const { client } of [ana, bia]) onTestFinished(client.announcePresence(id))
    ana.client.notifyTyping(id)
    await expect.poll(() => typing(bia), PATIENCE).toEqual(['ana'])
    await expect.poll(() => viewers(bia), PATIENCE).toEqual(['ana'])
    expect(heard).toEqual([])
  })
})
