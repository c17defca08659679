import { Hono } from 'hono'
import * as v from 'valibot'
import type { EngineContext } from '../engineContext.ts'
import { notFound } from '../problem.ts'
import { formatCursor, parseCursor } from '../store/changeCursor.ts'
import {
  getConversation,
  getServerTime,
  listConversationChanges,
  listConversations,
} from '../store/conversationQueries.ts'
import { updateConversation } from '../store/updateConversation.ts'
import { toConversationRow } from '../wire/toConversationRow.ts'
import type { Api } from './apiEnv.ts'
import { LimitSchema, OffsetSchema, readJson, readQuery, TimeSchema, UuidSchema } from './readRequest.ts'

const Short = v.pipe(v.string(), v.minLength(1), v.maxLength(512))
const Status = v.picklist(['open', 'pending', 'snoozed', 'resolved'])
const Priority = v.picklist(['low', 'medium', 'high', 'urgent'])
/** `?stage_id=null` asks for conversations in no stage. */
const OrNone = v.pipe(
  Short,
  v.transform((text) => (text === 'null' ? null : text)),
)

const ListQuery = v.object({
  whatsapp_number_id: v.optional(UuidSchema),
  stage_id: v.optional(OrNone),
  unread_only: v.optional(
    v.pipe(
      v.picklist(['true', 'false', '1', '0']),
      v.transform((text) => text === 'true' || text === '1'),
    ),
  ),
  limit: LimitSchema,
  offset: OffsetSchema,
})
const CrmQuery = v.object({
  status: v.optional(Status),
  assignee_id: v.optional(OrNone),
  priority: v.optional(Priority),
})
const ChangesQuery = v.object({ updated_since: TimeSchema, limit: LimitSchema, cursor: v.optional(v.string()) })

const StageBody = v.pipe(
  v.strictObject({ stage_id: v.optional(v.nullable(Short)), pipeline_id: v.optional(v.nullable(Short)) }),
  v.forward(
    v.check((body) => body.stage_id !== undefined || body.pipeline_id !== undefined, 'expected a stage or null'),
    ['stage_id'],
  ),
)
const ChangeBody = v.strictObject({
  status: v.optional(Status),
  stage_id: v.optional(v.nullable(Short)),
  pipeline_id: v.optional(v.nullable(Short)),
  assignee_id: v.optional(v.nullable(Short)),
  labels: v.optional(v.pipe(v.array(Short), v.maxLength(100))),
  priority: v.optional(v.nullable(Priority)),
  snoozed_until: v.optional(v.nullable(TimeSchema)),
})

/** `/conversations`. */
export function conversationRoutes({ database, features }: EngineContext): Api {
  const routes: Api = new Hono()

  routes.get('/', async (context) => {
    const { workspaceId } = context.get('caller')
    const isChanges = features.has('changes') && context.req.query('updated_since') !== undefined
    const serverTime = features.has('changes') && { server_time: await getServerTime(database) }
    if (isChanges) {
      const { updated_since: since, limit, cursor: text } = readQuery(context, ChangesQuery)
      const cursor = text === undefined ? null : parseCursor(text)
      const { rows, hasMore } = await listConversationChanges(database, { workspaceId, since, cursor, limit })
      const last = rows.at(-1)
      return context.json({
        data: rows.map((row) => toConversationRow(row, features)),
        pagination: { has_more: hasMore, limit },
        next_cursor: hasMore && last !== undefined ? formatCursor(last) : null,
        ...serverTime,
      })
    }
    const { limit, offset, ...base } = readQuery(context, ListQuery)
    const filter = { ...base, ...(features.has('crm') && readQuery(context, CrmQuery)) }
    const { rows, hasMore } = await listConversations(database, { workspaceId, filter, limit, offset })
    return context.json({
      data: rows.map((row) => toConversationRow(row, features)),
      pagination: { has_more: hasMore, limit },
      ...serverTime,
    })
  })

  routes.get('/:id', async (context) => {
    const { workspaceId } = context.get('caller')
    return context.json(
      toConversationRow(await getConversation(database, workspaceId, context.req.param('id')), features),
    )
  })

  routes.patch('/:id/stage', async (context) => {
    const { workspaceId } = context.get('caller')
    const changes = await readJson(context, StageBody)
    const row = await updateConversation(database, { workspaceId, id: context.req.param('id'), changes })
    return context.json(toConversationRow(row, features))
  })

  routes.patch('/:id', async (context) => {
    if (!features.has('crm')) throw notFound('address')
    const { workspaceId } = context.get('caller')
    const changes = await readJson(context, ChangeBody)
    const row = await updateConversation(database, { workspaceId, id: context.req.param('id'), changes })
    return context.json(toConversationRow(row, features))
  })

  routes.post('/:id/read', async (context) => {
    const { workspaceId } = context.get('caller')
    const changes = { unread_count: 0 }
    const row = await updateConversation(database, { workspaceId, id: context.req.param('id'), changes })
    return context.json(toConversationRow(row, features))
  })

  return routes
}
