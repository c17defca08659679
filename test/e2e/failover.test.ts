import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ProxyMode } from '../helpers/faultProxy.ts'
import { PATIENCE, pause, startTwoWays, type Room, type TwoWays } from '../helpers/twoWays.ts'

/** A minute of flapping is `FLAP_ROUNDS=10`. */
const FLAP_ROUNDS = Number(process.env['FLAP_ROUNDS'] ?? 2)

let ways: TwoWays
let room: Room
beforeAll(async () => {
  ways = await startTwoWays()
})
afterAll(() => ways.close())
beforeEach(async () => {
  room = await ways.createRoom()
})

const hold = (mode: ProxyMode) => async (ms: number) => {
  ways.line.setMode(mode)
  await pause(ms)
}

describe('a line that fails between the client and a real engine', () => {
  it.each<readonly [string, (ms: number) => Promise<void>]>([
    [
      'is cut',
      async (ms) => {
        ways.line.cut()
        await pause(ms / 4)
        ways.line.cut()
        await pause(ms / 4)
      },
    ],
    ['is refused', hold('refused')],
    ['is reset', hold('reset')],
    ['is half-open', hold('halfOpen')],
    ['is slow', hold('slow')],
  ])('%s: every list equals the database in the end, nothing twice, nothing out of order', async (_, fault) => {
    const clients = [await room.open(), await room.open({ userId: 'agent-2' })]
    const stop = room.write()
    await pause(500)
    await fault(6_000)
    ways.line.setMode('up')
    await pause(1_000)
    expect((await stop()).perSecond).toBeGreaterThan(40)
    for (const { equalsDatabase, faults } of clients) {
      await equalsDatabase()
      expect(faults).toEqual([])
    }
  })

  it('flaps, and is not followed; nothing is lost of what is written meanwhile', async () => {
    const { faults, switches, transport, equalsDatabase } = await room.open()
    const stop = room.write()
    for (let round = 0; round < FLAP_ROUNDS; round += 1) {
      await hold('refused')(3_000)
      await hold('up')(3_000)
    }
    await stop()
    expect(switches.filter(({ to }) => to === 'socket')).toHaveLength(1)
    await equalsDatabase()
    await expect.poll(transport, PATIENCE).toBe('socket')
    expect(faults).toEqual([])
  }, 180_000)

  it('is left for Supabase, and come back to after five healthy seconds', async () => {
    const { transport, texts, switches, client } = await room.open()
    expect(transport()).toBe('socket')
    ways.line.setMode('refused')
    await room.insert('meanwhile')
    await expect.poll(texts, PATIENCE).toEqual(['meanwhile'])
    await expect.poll(transport, PATIENCE).toBe('supabase')
    expect(client.connection.get().reason).not.toBeNull()
    await room.insert('over Supabase')
    await expect.poll(texts, PATIENCE).toEqual(['meanwhile', 'over Supabase'])
    const { settled } = client.sendMessage({ conversationId: room.id, text: 'answered over Supabase' })
    await settled
    const upAt = Date.now()
    ways.line.setMode('up')
    await expect.poll(transport, PATIENCE).toBe('socket')
    expect((switches.at(-1)?.at ?? 0) - upAt).toBeGreaterThanOrEqual(4_900)
    await room.insert('over the socket')
    await expect.poll(() => texts().at(-1), PATIENCE).toBe('over the socket')
    expect(texts()).toEqual(['meanwhile', 'over Supabase', 'answered over Supabase', 'over the socket'])
  })

  it('is gone with the other one: polling carries on', async () => {
    const { faults, transport, equalsDatabase } = await room.open()
    const stop = room.write()
    // Both live ways are dead for whoever listens; requests get through.
    ways.cutRealtime()
    ways.line.setMode('refused')
    await expect.poll(transport, PATIENCE).toBe('polling')
    await stop()
    await equalsDatabase()
    ways.restoreRealtime()
    ways.line.setMode('up')
    await expect.poll(transport, PATIENCE).not.toBe('polling')
    expect(faults).toEqual([])
  })

  it('is gone with everything: offline, what is typed is kept, and it recovers untouched', async () => {
    const { client, texts, equalsDatabase } = await room.open()
    ways.line.setMode('refused')
    ways.detour.setMode('refused')
    await expect.poll(() => client.connection.get().status, PATIENCE).toBe('offline')
    const { settled } = client.sendMessage({ conversationId: room.id, text: 'typed offline' })
    expect(texts()).toEqual(['typed offline'])
    ways.line.setMode('up')
    ways.detour.setMode('up')
    await settled
    await expect.poll(() => client.connection.get().status, PATIENCE).toBe('connected')
    await equalsDatabase()
    expect(await room.readAll()).toHaveLength(1)
  })
})

describe('a token that expires', () => {
  it.each([['socket'], ['supabase']] as const)(
    'on the %s is renewed without a gap',
    async (way) => {
      const { faults, statuses, transport, equalsDatabase } = await room.open({ tokenSeconds: 20 })
      if (way === 'supabase') {
        ways.line.setMode('refused')
        await expect.poll(transport, PATIENCE).toBe('supabase')
      }
      const before = statuses.length
      const stop = room.write()
      await pause(24_000)
      await stop()
      await equalsDatabase()
      expect(faults).toEqual([])
      expect(statuses.slice(before)).not.toContain('unauthorized')
      expect(transport()).toBe(way)
    },
    60_000,
  )
})
