import type { ConversationPriority, ConversationStatus } from '../../domain/conversation.ts'
import type { DeliveryStatus } from '../../domain/deliveryStatus.ts'
import { createId } from '../../lib/createId.ts'
import type { Database, Queryable } from '../database/database.ts'
import { registerNumber } from './registerNumber.ts'

export interface SeedMessage {
  readonly id?: string
  /** Default `contact`. */
  readonly from?: 'contact' | 'agent' | 'bot' | 'system'
  readonly text: string
  /** Default `text`. */
  readonly type?: string
  /** Default `delivered` for the contact's, `read` for all others. */
  readonly status?: Exclude<DeliveryStatus, 'sending'>
  /** ISO 8601. Default: now, in the order given. */
  readonly at?: string
  readonly userId?: string
  readonly userName?: string
  readonly isPrivate?: boolean
  readonly error?: { readonly code: string; readonly message: string }
  readonly externalId?: string
  readonly clientMessageId?: string
  readonly replyToId?: string
}

export interface SeedConversation {
  readonly id?: string
  /** Default: an unnamed contact with a number of its own. */
  readonly contact?: { readonly phone?: string; readonly name?: string; readonly avatarUrl?: string }
  /** Default: the workspace's id followed by `-phone`. */
  readonly phoneNumberId?: string
  /** Default `open`. */
  readonly status?: ConversationStatus
  readonly stageId?: string
  readonly pipelineId?: string
  readonly assigneeId?: string
  readonly labels?: readonly string[]
  readonly priority?: ConversationPriority
  readonly snoozedUntil?: string
  /** Default 0. */
  readonly unreadCount?: number
  readonly messages?: readonly SeedMessage[]
}

export interface SeededConversation {
  readonly id: string
  readonly contactId: string
  readonly phone: string
  readonly whatsappNumberId: string
  readonly phoneNumberId: string
  readonly messageIds: readonly string[]
}

/** Writes conversations and their messages, all or nothing, in a few statements however many they are. */
export function seedConversations(
  database: Database,
  workspaceId: string,
  conversations: readonly SeedConversation[],
): Promise<readonly SeededConversation[]> {
  return database.transaction(async (tx) => {
    const named = conversations.map((seed) => ({
      seed,
      phone: seed.contact?.phone ?? createPhone(),
      phoneNumberId: seed.phoneNumberId ?? `${workspaceId}-phone`,
    }))
    const numberIds = new Map<string, string>()
    for (const phoneNumberId of new Set(named.map((item) => item.phoneNumberId))) {
      numberIds.set(phoneNumberId, await registerNumber(tx, { workspaceId, phoneNumberId }))
    }
    const contactIds = await upsertContacts(
      tx,
      workspaceId,
      named.map(({ seed, phone }) => ({ phone, name: seed.contact?.name, avatar_url: seed.contact?.avatarUrl })),
    )
    const seeded = named.map((item) => ({
      ...item,
      id: item.seed.id ?? createId(),
      contactId: contactIds.get(item.phone) ?? '',
      whatsappNumberId: numberIds.get(item.phoneNumberId) ?? '',
      messageIds: (item.seed.messages ?? []).map(({ id }) => id ?? createId()),
    }))
    await insertConversations(tx, workspaceId, seeded)
    await insertMessages(tx, workspaceId, seeded)
    await setState(tx, seeded)
    return seeded.map(({ id, contactId, phone, whatsappNumberId, phoneNumberId, messageIds }) => ({
      ...{ id, contactId, phone, whatsappNumberId, phoneNumberId, messageIds },
    }))
  })
}

type Seeded = readonly (SeededConversation & { readonly seed: SeedConversation })[]

/** Returns the contacts' ids by phone. */
async function upsertContacts(
  tx: Queryable,
  workspaceId: string,
  contacts: readonly { readonly phone: string; readonly name: unknown; readonly avatar_url: unknown }[],
): Promise<ReadonlyMap<string, string>> {
  const unique = [...new Map(contacts.map((contact) => [contact.phone, contact])).values()]
  const rows = await tx.query<{ id: string; phone: string }>(
    `insert into contacts (workspace_id, phone, name, avatar_url)
     select $1, * from jsonb_to_recordset($2) as r (phone text, name text, avatar_url text)
     on conflict (workspace_id, phone) do update set name = coalesce(excluded.name, contacts.name),
       avatar_url = coalesce(excluded.avatar_url, contacts.avatar_url)
     returning id, phone`,
    [workspaceId, unique],
  )
  return new Map(rows.map(({ phone, id }) => [phone, id]))
}

async function insertConversations(tx: Queryable, workspaceId: string, seeded: Seeded): Promise<void> {
  const rows = seeded.map(({ seed, id, contactId, phone, whatsappNumberId }) => ({
    id,
    contact_id: contactId,
    whatsapp_number_id: whatsappNumberId,
    remote_jid: `${phone}@s.whatsapp.net`,
    pipeline_id: seed.pipelineId,
    stage_id: seed.stageId,
    assignee_id: seed.assigneeId,
    labels: seed.labels ?? [],
    priority: seed.priority,
    snoozed_until: seed.snoozedUntil,
    created_at: seed.messages?.[0]?.at ?? new Date().toISOString(),
  }))
  await tx.query(
    `insert into conversations (workspace_id, id, contact_id, whatsapp_number_id, remote_jid, pipeline_id, stage_id,
       assignee_id, labels, priority, snoozed_until, created_at)
     select $1, * from jsonb_to_recordset($2) as r (id uuid, contact_id uuid, whatsapp_number_id uuid, remote_jid text,
       pipeline_id text, stage_id text, assignee_id text, labels text[], priority text, snoozed_until timestamptz,
       created_at timestamptz)`,
    [workspaceId, rows],
  )
}

async function insertMessages(tx: Queryable, workspaceId: string, seeded: Seeded): Promise<void> {
  const rows = seeded.flatMap(({ seed, id: conversationId, messageIds }) =>
    (seed.messages ?? []).map((message, index) => {
      const { from = 'contact' } = message
      const isInbound = from === 'contact'
      return {
        id: messageIds[index],
        conversation_id: conversationId,
        external_id: message.externalId,
        client_id: message.clientMessageId,
        type: message.type ?? 'text',
        body: message.text,
        is_outgoing: !isInbound,
        sender_type: from === 'agent' ? 'user' : from,
        sender_name: message.userName,
        status: message.status ?? (isInbound ? 'delivered' : 'read'),
        is_private: message.isPrivate ?? false,
        error_code: message.error?.code,
        error_message: message.error?.message,
        reply_to_id: message.replyToId,
        sent_by_user_id: message.userId,
        created_at: message.at,
      }
    }),
  )
  await tx.query(
    `insert into messages (workspace_id, id, conversation_id, external_id, client_id, type, body, is_outgoing,
       sender_type, sender_name, status, is_private, error_code, error_message, reply_to_id, sent_by_user_id, created_at)
     select $1, * from jsonb_to_recordset($2) as r (id uuid, conversation_id uuid, external_id text,
       client_id text, type text, body text, is_outgoing boolean, sender_type text, sender_name text, status text,
       is_private boolean, error_code text, error_message text, reply_to_id uuid, sent_by_user_id text,
       created_at timestamptz)`,
    [workspaceId, rows],
  )
}

/** What the messages have moved is put where the seed wants it. */
async function setState(tx: Queryable, seeded: Seeded): Promise<void> {
  const rows = seeded.map(({ seed, id }) => ({
    id,
    status: seed.status ?? 'open',
    unread_count: seed.unreadCount ?? 0,
  }))
  await tx.query(
    `update conversations c set status = r.status, unread_count = r.unread_count
     from jsonb_to_recordset($1) as r (id uuid, status text, unread_count integer) where c.id = r.id`,
    [rows],
  )
}

let lastPhone = Math.floor(Math.random() * 90_000_000)

/** A Brazilian mobile number that no other seed of this process has, and that is on WhatsApp. */
function createPhone(): string {
  lastPhone = (lastPhone + 1) % 99_999_999
  if (lastPhone % 10_000 === 0) lastPhone += 1
  return `5511${900_000_000 + lastPhone}`
}
