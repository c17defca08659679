import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { climbStatus, type DeliveryStatus } from '../../src/domain/deliveryStatus.ts'
import { type Harness, startHarness, type Workspace } from './harness/startHarness.ts'

/* One ladder on both sides: what the domain says of it, the database does, whoever writes. */

type Receipt = 'sent' | 'delivered' | 'read' | 'failed'
const RECEIPTS: readonly Receipt[] = ['sent', 'delivered', 'read', 'failed']

let harness: Harness
let workspace: Workspace

beforeAll(async () => {
  harness = await startHarness()
  workspace = await harness.createWorkspace()
})
afterAll(() => harness.close())

let serial = 0
const seed = async () => {
  serial += 1
  const externalId = `wamid.${serial}`
  const seeded = await workspace.seedOne({ messages: [{ text: 'x', from: 'agent', status: 'pending', externalId }] })
  return { id: seeded.messageIds[0], externalId, phoneNumberId: seeded.phoneNumberId }
}
const read = async (id: string | undefined) => {
  const [row] = await harness.engine.database.query<{ status: DeliveryStatus; error_code: string | null }>(
    'select status, error_code from messages where id = $1',
    [id],
  )
  return row
}
const climb = (receipts: readonly Receipt[]) =>
  receipts.reduce<DeliveryStatus>((status, next) => climbStatus(status, next), 'pending')

test('receipts by webhook leave a message where the domain’s ladder does, in any order and number', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...RECEIPTS), { maxLength: 8 }), async (receipts) => {
      const { id, externalId, phoneNumberId } = await seed()
      const statuses = receipts.map((status) => ({
        id: externalId,
        status,
        ...(status === 'failed' && { errors: [{ code: 131026, title: 'no' }] }),
      }))
      const value = { metadata: { phone_number_id: phoneNumberId }, statuses }
      await harness.engine.receiveWebhook({ entry: [{ changes: [{ value }] }] })
      const expected = climb(receipts)
      expect(await read(id)).toEqual({ status: expected, error_code: expected === 'failed' ? '131026' : null })
    }),
    { numRuns: 80, seed: 20_261_121 },
  )
})

test('SQL of any writer climbs the same ladder', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom('pending', ...RECEIPTS), { maxLength: 8 }), async (statuses) => {
      const { id } = await seed()
      for (const status of statuses) {
        await harness.engine.database.query('update messages set status = $2, error_code = $3 where id = $1', [
          id,
          status,
          status === 'failed' ? 'e' : null,
        ])
      }
      const expected = climb(statuses.filter((status) => status !== 'pending'))
      expect(await read(id)).toEqual({ status: expected, error_code: expected === 'failed' ? 'e' : null })
    }),
    { numRuns: 60, seed: 20_261_121 },
  )
})

test('the two ladders agree on every pair', async () => {
  const all = ['pending', ...RECEIPTS] as const
  for (const known of all) {
    for (const report of all) {
      const [row] = await harness.engine.database.query('select climb_status($1, $2) as status', [known, report])
      expect(row, `${known} then ${report}`).toEqual({ status: climbStatus(known, report) })
    }
  }
})
