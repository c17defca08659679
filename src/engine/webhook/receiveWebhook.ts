import type { Database, Queryable } from '../database/database.ts'
import { parseInput } from '../input.ts'
import { invalid } from '../problem.ts'
import { applyReceipt } from '../store/applyReceipt.ts'
import { writeInbound } from '../store/writeInbound.ts'
import { toInboundMessage } from './toInboundMessage.ts'
import { type ReceiptWire, WebhookSchema, WebhookValueSchema } from './webhookSchema.ts'

/** What became of a webhook. */
export interface WebhookResult {
  /** New messages. */
  readonly received: number
  /** Messages that were known already, by the provider's id. */
  readonly duplicates: number
  /** Receipts whose message is known. */
  readonly statuses: number
}

/**
 * Takes a webhook of WhatsApp's Cloud API: customers' messages and delivery receipts, any number of them. All of it is
 * written, or nothing.
 *
 * @throws {@link Problem} `INVALID_PAYLOAD`, naming the field's path.
 */
export async function receiveWebhook(database: Database, body: unknown): Promise<WebhookResult> {
  const values = readValues(body)
  return database.transaction(async (tx) => {
    const result = { received: 0, duplicates: 0, statuses: 0 }
    for (const { value, path } of values) {
      const { metadata, messages, contacts, statuses } = value
      const number = await findNumber(tx, metadata.phone_number_id, `${path}.metadata.phone_number_id`)
      for (const [index, wire] of messages.entries()) {
        const phone = toDigits(wire.from)
        const isNew = await writeInbound(tx, {
          number,
          phone,
          name: contacts.find(({ wa_id = '' }) => toDigits(wa_id) === phone)?.profile?.name ?? null,
          externalId: wire.id,
          replyToExternalId: wire.context?.id ?? null,
          message: toInboundMessage(wire, `${path}.messages.${index}`),
        })
        result[isNew ? 'received' : 'duplicates'] += 1
      }
      for (const receipt of statuses) {
        if (await receive(tx, number.workspaceId, receipt)) result.statuses += 1
      }
    }
    return result
  })
}

/** Everything is read before anything is written. */
function readValues(body: unknown) {
  return parseInput(WebhookSchema, body).entry.flatMap(({ changes }, entry) =>
    changes.flatMap(({ field, value }, change) => {
      // Meta announces templates, account reviews and more on the same address.
      if (field !== undefined && field !== 'messages') return []
      const path = `entry.${entry}.changes.${change}.value`
      return [{ path, value: parseInput(WebhookValueSchema, value, path) }]
    }),
  )
}

async function findNumber(tx: Queryable, phoneNumberId: string, path: string) {
  const [number] = await tx.query<{ id: string; workspaceId: string }>(
    'select id, workspace_id as "workspaceId" from whatsapp_numbers where phone_number_id = $1',
    [phoneNumberId],
  )
  if (number === undefined) throw invalid(path, 'no workspace has this WhatsApp number')
  return number
}

function toDigits(phone: string): string {
  return phone.replaceAll(/\D/g, '')
}

const LADDER = ['sent', 'delivered', 'read', 'failed'] as const

function receive(tx: Queryable, workspaceId: string, receipt: ReceiptWire): Promise<boolean> | boolean {
  const { id, errors } = receipt
  const status = LADDER.find((word) => word === receipt.status)
  if (status === undefined) return false
  const [error] = errors ?? []
  return applyReceipt(tx, {
    workspaceId,
    externalId: id,
    status,
    error: error && {
      code: String(error.code),
      message: error.error_data?.details ?? error.message ?? error.title ?? 'The message was not delivered.',
    },
  })
}
