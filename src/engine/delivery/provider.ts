import { randomBytes } from 'node:crypto'
import { createTimers } from '../../lib/timers.ts'
import type { Database } from '../database/database.ts'
import type { EngineSettings } from '../engineOptions.ts'
import { report } from '../report.ts'
import { applyReceipt, type Receipt } from '../store/applyReceipt.ts'
import { selectMessages, type StoredMessage } from '../store/storedMessage.ts'

/** Stands in for WhatsApp: takes outbound messages and sends receipts for them. */
export interface Provider {
  /** A message was written or changed: perhaps one to deliver. */
  readonly offer: (message: StoredMessage) => void
  /** Takes up what an earlier process has left on its way. */
  readonly resume: () => Promise<void>
  readonly stop: () => void
}

export interface ProviderOptions {
  readonly database: Database
  readonly delays: NonNullable<EngineSettings['provider']>
}

type Step = 'sent' | 'delivered' | 'read'

const NEXT_STEP: Readonly<Record<StoredMessage['status'], Step | null>> = {
  pending: 'sent',
  sent: 'delivered',
  delivered: 'read',
  read: null,
  failed: null,
}

/** Cloud API: "Message undeliverable". */
const NOT_ON_WHATSAPP = { code: '131026', message: 'This number is not on WhatsApp.' }
/** A message that has waited longer for its receipt will not get one any more. */
const RESUMED = `m.is_outgoing and not m.is_private and m.deleted_at is null and (m.status = 'pending'
  or m.status in ('sent', 'delivered') and m.created_at > clock_timestamp() - interval '1 hour')`

/** Numbers ending in four zeros are not on the stand-in's WhatsApp: what is sent to them fails. */
export function isRefusedNumber(phone: string): boolean {
  return phone.endsWith('0000')
}

export function createProvider({ database, delays }: ProviderOptions): Provider {
  const timers = createTimers()
  /** Messages that have a timer, or a step under way. */
  const inHand = new Set<string>()
  let isStopped = false

  const proceed = (message: StoredMessage, status: StoredMessage['status']) => {
    const step = NEXT_STEP[status]
    if (step === null || isStopped) {
      inHand.delete(message.id)
      return
    }
    inHand.add(message.id)
    timers.start(delays[`${step}Ms`], () => {
      take(message, step).then(
        (next) => proceed(message, next),
        (error: unknown) => {
          inHand.delete(message.id)
          if (!isStopped) report('deliver a message', error)
        },
      )
    })
  }

  /** One step: what a webhook would have brought. Returns where the message stands now. */
  const take = (message: StoredMessage, step: Step) =>
    database.transaction(async (tx): Promise<StoredMessage['status']> => {
      const externalId = message.external_id ?? `wamid.${randomBytes(18).toString('base64url')}`
      const [row] = await tx.query<{ external_id: string; deleted_at: string | null }>(
        `update messages set external_id = coalesce(external_id, $2) where id = $1 returning external_id, deleted_at`,
        [message.id, externalId],
      )
      if (row === undefined || row.deleted_at !== null) return 'failed'
      const receipt: Receipt = { workspaceId: message.workspace_id, externalId: row.external_id, status: step }
      await applyReceipt(
        tx,
        isRefusedNumber(message.contact_phone) ? { ...receipt, status: 'failed', error: NOT_ON_WHATSAPP } : receipt,
      )
      const [now] = await tx.query<{ status: StoredMessage['status'] }>('select status from messages where id = $1', [
        message.id,
      ])
      return now?.status ?? 'failed'
    })

  return {
    offer: (message) => {
      const isForUs = message.status === 'pending' && message.is_outgoing && !message.is_private
      const isSent = message.sender_type === 'user' || message.sender_type === 'bot'
      if (isForUs && isSent && message.deleted_at === null && !inHand.has(message.id)) proceed(message, 'pending')
    },
    resume: async () => {
      const left = await database.query<StoredMessage>(
        selectMessages({ where: `${RESUMED} and m.sender_type in ('user', 'bot')`, order: 'm.created_at, m.id' }),
      )
      for (const message of left) if (!inHand.has(message.id)) proceed(message, message.status)
    },
    stop: () => {
      isStopped = true
      timers.clear()
      inHand.clear()
    },
  }
}
