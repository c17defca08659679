import { createId } from '../../lib/createId.ts'
import { createTimers } from '../../lib/timers.ts'
import type { Database } from '../database/database.ts'
import { report } from '../report.ts'
import type { StoredMessage } from '../store/storedMessage.ts'
import { getCustomerLine } from './customerScript.ts'

/** Plays the customer: answers, a while after an agent's message was read. */
export interface Customer {
  /** A message got a receipt: perhaps one to answer. */
  readonly noteReceipt: (message: StoredMessage) => void
  readonly stop: () => void
}

export interface CustomerOptions {
  readonly database: Database
  readonly delayMs: number
  /** Says the line where a real one would come in. */
  readonly receiveWebhook: (body: unknown) => Promise<unknown>
  readonly notifyTyping: (typing: { conversationId: string; userId: string; isTyping: boolean }) => void
}

/** Everybody types for a while before they send; here, this long at most. */
const LONGEST_TYPING_MS = 1500
/** Marks the lines that were said here, so that the script goes on where it was, also after a restart. */
const ID_PREFIX = 'wamid.customer.'

export function createCustomer({ database, delayMs, receiveWebhook, notifyTyping }: CustomerOptions): Customer {
  const timers = createTimers()
  /** By conversation: the undo of the answer to come; `null` once the customer is typing. One at a time. */
  const pending = new Map<string, (() => void) | null>()
  const typingMs = Math.min(LONGEST_TYPING_MS, delayMs / 2)

  const answer = (message: StoredMessage) => {
    const { conversation_id: conversationId } = message
    const userId = message.remote_jid ?? message.contact_phone
    pending.set(conversationId, null)
    notifyTyping({ conversationId, userId, isTyping: true })
    timers.start(typingMs, () => {
      pending.delete(conversationId)
      notifyTyping({ conversationId, userId, isTyping: false })
      say(message).catch((error: unknown) => report('play the customer', error))
    })
  }

  const say = async ({ conversation_id, contact_phone: phone, created_at }: StoredMessage) => {
    // Without a WhatsApp number there is no way in; and what the customer has written after is an answer already.
    const [row] = await database.query<{ phone_number_id: string; turn: number }>(
      `select n.phone_number_id, (select count(*)::integer from messages m
         where m.conversation_id = c.id and m.external_id like $2 || '%') as turn
       from conversations c join whatsapp_numbers n on n.id = c.whatsapp_number_id
       where c.id = $1 and not c.is_group and not exists (
         select 1 from messages m where m.conversation_id = c.id and not m.is_outgoing and m.created_at > $3
       )`,
      [conversation_id, ID_PREFIX, created_at],
    )
    if (row === undefined) return
    const text = { body: getCustomerLine(phone, row.turn) }
    const timestamp = String(Math.floor(Date.now() / 1000))
    const line = { from: phone, id: ID_PREFIX + createId(), timestamp, type: 'text', text }
    const value = { metadata: { phone_number_id: row.phone_number_id }, messages: [line] }
    await receiveWebhook({ entry: [{ changes: [{ field: 'messages', value }] }] })
  }

  return {
    noteReceipt: (message) => {
      const isAgents = message.is_outgoing && message.sender_type === 'user' && !message.is_private
      const undo = pending.get(message.conversation_id)
      if (!isAgents || message.status !== 'read' || undo === null) return
      // Another message of the same burst: it is waited for, and there is one answer to all of them.
      undo?.()
      pending.set(
        message.conversation_id,
        timers.start(delayMs - typingMs, () => answer(message)),
      )
    },
    stop: () => {
      timers.clear()
      pending.clear()
    },
  }
}
