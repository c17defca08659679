import { createHash } from 'node:crypto'
import { createId } from '../../lib/createId.ts'
import type { Database, Queryable } from '../database/database.ts'
import { invalid, notFound, type Problem } from '../problem.ts'
import type { Caller } from '../tokens.ts'
import { checkConversation } from './conversationQueries.ts'

/** What an agent sends. */
export interface OutboundDraft {
  readonly conversationId: string
  readonly type: string
  readonly content: string
  readonly replyToId: string | null
  readonly attachmentId: string | null
  /** A file that lies elsewhere. Default: none. */
  readonly mediaUrl?: string | undefined
  readonly clientMessageId: string | null
  readonly metadata?: Readonly<Record<string, unknown>>
}

export interface SendRequest {
  readonly caller: Caller
  readonly draft: OutboundDraft
  /** Makes a repeated send the same message; `null` where every send is one of its own. */
  readonly idempotencyKey: string | null
}

export interface SendResult {
  readonly id: string
  /** `true` when the key was used before: nothing was written. */
  readonly isRepeated: boolean
}

/**
 * Writes an outbound message, `pending` until the provider takes it. Everything it sets in motion (the conversation's
 * activity, the announcement to the sockets, the provider) follows from the row.
 *
 * @throws {@link Problem} `NOT_FOUND` for a conversation, reply or attachment that is not there; 422 for a used key.
 */
export function sendMessage(database: Database, { caller, draft, idempotencyKey }: SendRequest): Promise<SendResult> {
  return database.transaction(async (tx) => {
    await checkConversation(tx, caller.workspaceId, draft.conversationId)
    const id = createId()
    const { workspaceId } = caller
    const written = await findByClientId(tx, workspaceId, [idempotencyKey, draft.clientMessageId])
    if (idempotencyKey === null) {
      // Two sends are two messages here; the id stays with the first.
      await insert(tx, { id, caller, draft: written === null ? draft : { ...draft, clientMessageId: null } })
      return { id, isRepeated: false }
    }
    const isElsewhere = written !== null && written.conversation_id !== draft.conversationId.toLowerCase()
    if (isElsewhere) throw keyIsUsed()
    const first = await claimKey(tx, { workspaceId, key: idempotencyKey, draft, id: written?.id ?? id })
    if (first !== id) return { id: first, isRepeated: true }
    await insert(tx, { id, caller, draft })
    return { id, isRepeated: false }
  })
}

/** The message that has one of these ids already, perhaps written past this engine: through Supabase, while it was away. */
async function findByClientId(tx: Queryable, workspaceId: string, ids: readonly (string | null)[]) {
  const [row] = await tx.query<{ id: string; conversation_id: string }>(
    'select id, conversation_id from messages where workspace_id = $1 and client_id = any($2::text[]) limit 1',
    [workspaceId, ids.filter((id) => id !== null)],
  )
  return row ?? null
}

function keyIsUsed(): Problem {
  return invalid('Idempotency-Key', 'this key was used for another message; make a new one for every message', 422)
}

/**
 * Returns the message the key stands for: this one, or the one that had it first. A concurrent send with the same key
 * waits here, at the primary key, until the first has been committed.
 */
async function claimKey(
  tx: Queryable,
  { workspaceId, key, draft, id }: { workspaceId: string; key: string; draft: OutboundDraft; id: string },
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(draft)).digest('hex')
  const claimed = await tx.query(
    `insert into idempotency_keys (workspace_id, key, request_hash, message_id) values ($1, $2, $3, $4)
     on conflict do nothing returning key`,
    [workspaceId, key, hash, id],
  )
  if (claimed.length > 0) return id
  const [first] = await tx.query<{ request_hash: string; message_id: string }>(
    'select request_hash, message_id from idempotency_keys where workspace_id = $1 and key = $2',
    [workspaceId, key],
  )
  if (first?.request_hash === hash) return first.message_id
  throw keyIsUsed()
}

async function insert(tx: Queryable, { id, caller, draft }: { id: string; caller: Caller; draft: OutboundDraft }) {
  const { conversationId, type, replyToId, attachmentId, mediaUrl, clientMessageId, metadata = {} } = draft
  if (replyToId !== null) {
    const sql = 'select 1 from messages where id = $1 and conversation_id = $2'
    if ((await tx.query(sql, [replyToId, conversationId])).length === 0) throw notFound('message')
  }
  const content = draft.content || (attachmentId !== null ? await getCaption(tx, caller.workspaceId, attachmentId) : '')
  await tx.query(
    `insert into messages (id, conversation_id, workspace_id, client_id, type, body, is_outgoing, sender_type,
       sender_name, status, reply_to_id, sent_by_user_id, attachment_id, metadata, media_url)
     values ($1, $2, $3, $4, $5, nullif($6, ''), true, 'user', $7, 'pending', $8, $9, $10, $11, $12)`,
    [
      ...[id, conversationId, caller.workspaceId, clientMessageId, type, content],
      ...[caller.userName, replyToId, caller.userId, attachmentId, metadata, mediaUrl ?? null],
    ],
  )
}

async function getCaption(tx: Queryable, workspaceId: string, attachmentId: string): Promise<string> {
  const [attachment] = await tx.query<{ caption: string | null }>(
    'select caption from attachments where id = $1 and workspace_id = $2',
    [attachmentId, workspaceId],
  )
  if (attachment === undefined) throw notFound('attachment')
  return attachment.caption ?? ''
}
