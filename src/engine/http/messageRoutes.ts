import { Hono } from 'hono'
import { setTimeout as wait } from 'node:timers/promises'
import * as v from 'valibot'
import { toIsoTimestamp } from '../../lib/isoTimestamp.ts'
import type { EngineContext } from '../engineContext.ts'
import { invalid } from '../problem.ts'
import { formatCursor, parseCursor } from '../store/changeCursor.ts'
import { checkConversation, getServerTime } from '../store/conversationQueries.ts'
import { isUuid } from '../store/isUuid.ts'
import { sendMessage } from '../store/sendMessage.ts'
import { DraftSchema } from '../store/draftSchema.ts'
import type { StoredMessage } from '../store/storedMessage.ts'
import { toMessageRow } from '../wire/toMessageRow.ts'
import type { Api, ApiContext } from './apiEnv.ts'
import { LimitSchema, readJson, readQuery, TimeSchema, UuidSchema } from './readRequest.ts'
import { toRequestOrigin } from './toRequestOrigin.ts'

const ListQuery = v.object({ conversation_id: UuidSchema, limit: LimitSchema, before: v.optional(v.string()) })
const ChangesQuery = v.object({
  conversation_id: UuidSchema,
  updated_since: TimeSchema,
  limit: LimitSchema,
  cursor: v.optional(v.string()),
})
const ContextQuery = v.object({ limit: LimitSchema })
const ForwardBody = v.object({ target_conversation_id: UuidSchema })
const KeySchema = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,255}$/, 'expected 1 to 255 visible characters'))

/** Types that an agent can send, and so pass on. */
const SENDABLE = new Set(['text', 'image', 'video', 'audio', 'document'])

/** `/messages`. */
export function messageRoutes({ database, features, messages, mediaLinks, settings }: EngineContext): Api {
  const routes: Api = new Hono()
  const toRow = (context: ApiContext, message: StoredMessage) =>
    toMessageRow(message, { features, toMediaUrl: (id) => toRequestOrigin(context) + mediaLinks.create(id).path })

  routes.get('/', async (context) => {
    const { workspaceId } = context.get('caller')
    const serverTime = features.has('changes') && { server_time: await getServerTime(database) }
    if (features.has('changes') && context.req.query('updated_since') !== undefined) {
      const { conversation_id: conversationId, updated_since: since, ...query } = readQuery(context, ChangesQuery)
      const cursor = query.cursor === undefined ? null : parseCursor(query.cursor)
      await checkConversation(database, workspaceId, conversationId)
      const page = await messages.listChanges({ conversationId, since, cursor, limit: query.limit })
      const last = page.rows.at(-1)
      return context.json({
        data: page.rows.map((message) => toRow(context, message)),
        pagination: { has_more: page.hasMore, limit: query.limit },
        next_cursor: page.hasMore && last !== undefined ? formatCursor(last) : null,
        ...serverTime,
      })
    }
    const { conversation_id: conversationId, limit, before } = readQuery(context, ListQuery)
    await checkConversation(database, workspaceId, conversationId)
    const page = await messages.list({ conversationId, limit, before: await readBefore(workspaceId, before) })
    return context.json({
      data: page.rows.map((message) => toRow(context, message)),
      pagination: { has_more: page.hasMore, limit },
      ...serverTime,
    })
  })

  const readBefore = async (workspaceId: string, before: string | undefined) => {
    if (before === undefined) return null
    if (isUuid(before)) return { message: await messages.get(workspaceId, before) }
    const time = toIsoTimestamp(before)
    if (time === null) throw invalid('before', 'expected the id of a message or an ISO 8601 time')
    return { time }
  }

  routes.post('/', async (context) => {
    const caller = context.get('caller')
    const draft = await readJson(context, DraftSchema)
    const idempotencyKey = features.has('idempotency') ? readKey(context, draft.clientMessageId) : null
    const clientMessageId = draft.clientMessageId ?? idempotencyKey
    const sent = await sendMessage(database, { caller, draft: { ...draft, clientMessageId }, idempotencyKey })
    const message = await messages.get(caller.workspaceId, sent.id)
    if (settings.quirks.echoBeforeAnswerMs > 0) await wait(settings.quirks.echoBeforeAnswerMs, null, { ref: false })
    return context.json(toRow(context, message), sent.isRepeated ? 200 : 201)
  })

  routes.get('/:id', async (context) => {
    const { workspaceId } = context.get('caller')
    return context.json(toRow(context, await messages.get(workspaceId, context.req.param('id'))))
  })

  routes.get('/:id/context', async (context) => {
    const { workspaceId } = context.get('caller')
    const { limit } = readQuery(context, ContextQuery)
    const { rows, hasMore } = await messages.listContext(
      await messages.get(workspaceId, context.req.param('id')),
      limit,
    )
    return context.json({
      data: rows.map((message) => toRow(context, message)),
      pagination: { has_more: hasMore, limit },
    })
  })

  routes.post('/:id/forward', async (context) => {
    const caller = context.get('caller')
    const { target_conversation_id: conversationId } = await readJson(context, ForwardBody)
    const original = await messages.get(caller.workspaceId, context.req.param('id'))
    const mayLeave = SENDABLE.has(original.type) && !original.is_private && original.deleted_at === null
    if (!mayLeave) throw invalid('id', 'expected a message that can be sent to a customer')
    const { id } = await sendMessage(database, {
      caller,
      draft: {
        conversationId,
        type: original.type,
        content: original.body ?? '',
        replyToId: null,
        attachmentId: original.attachment_id,
        clientMessageId: null,
        metadata: { forwardedFrom: original.id },
      },
      idempotencyKey: null,
    })
    return context.json(toRow(context, await messages.get(caller.workspaceId, id)), 201)
  })

  return routes
}

/** The header, or the client's id, which is the same thing by another way. */
function readKey(context: ApiContext, clientMessageId: string | null): string | null {
  const header = context.req.header('idempotency-key')
  if (header === undefined) return clientMessageId
  if (v.is(KeySchema, header)) return header
  throw invalid('Idempotency-Key', 'expected 1 to 255 visible characters')
}
