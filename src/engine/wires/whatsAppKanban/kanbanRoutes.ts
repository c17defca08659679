import { setTimeout as wait } from 'node:timers/promises'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { EngineContext } from '../../engineContext.ts'
import type { Api, ApiContext } from '../../http/apiEnv.ts'
import { authenticate } from '../../http/authenticate.ts'
import { integer, OffsetSchema, readJson, readQuery, UuidSchema } from '../../http/readRequest.ts'
import { toRequestOrigin } from '../../http/toRequestOrigin.ts'
import { invalid } from '../../problem.ts'
import { checkConversation, listConversations } from '../../store/conversationQueries.ts'
import { type AroundRequest, listAround } from '../../store/messagePages.ts'
import { sendMessage } from '../../store/sendMessage.ts'
import type { StoredMessage } from '../../store/storedMessage.ts'
import { getMediaUrl } from '../getMediaUrl.ts'
import type { KanbanConversation, KanbanError, KanbanMessage, KanbanNewMessage, KanbanPage } from './payloads.ts'
import { KanbanDraftSchema, toKanbanDraft } from './kanbanDraft.ts'
import { respondKanbanError } from './respondKanbanError.ts'
import { toKanbanConversation } from './toKanbanConversation.ts'
import { toKanbanMessage } from './toKanbanMessage.ts'

const Limit = v.optional(integer(1, 100), '50')
const ListQuery = v.object({ limit: Limit, cursor: OffsetSchema })
const MessagesQuery = v.object({ limit: Limit, before: v.optional(UuidSchema), after: v.optional(UuidSchema) })

/** Kanban's HTTP API, under `/api/conversations`. */
export function kanbanRoutes(engine: EngineContext): Api {
  const { database, messages, settings, tokens } = engine
  const { quirks } = settings
  const routes: Api = new Hono()
  routes.onError(respondKanbanError)
  routes.use(authenticate(tokens))
  const toWire = (context: ApiContext, message: StoredMessage) =>
    toKanbanMessage(message, { quirks, mediaUrl: getMediaUrl(message, toRequestOrigin(context), engine) })

  routes.get('/', async (context) => {
    const { workspaceId } = context.get('caller')
    const { limit, cursor: offset } = readQuery(context, ListQuery)
    const { rows, hasMore } = await listConversations(database, { workspaceId, filter: {}, limit, offset })
    return context.json({
      data: rows.map(toKanbanConversation),
      hasMore,
      nextCursor: hasMore ? String(offset + rows.length) : null,
    } satisfies KanbanPage<KanbanConversation>)
  })

  routes.get('/:id/messages', async (context) => {
    const conversationId = await readId(context)
    const { limit, before, after } = readQuery(context, MessagesQuery)
    if (before !== undefined && after !== undefined) throw invalid('after', 'expected without "before"')
    const from = toPlace('before', before) ?? toPlace('after', after)
    const hasWholeSeconds = quirks.wholeSeconds
    const { rows, hasMore } = await listAround(database, { conversationId, from, limit, hasWholeSeconds })
    return context.json({
      data: rows.map((message) => toWire(context, message)),
      hasMore,
      nextCursor: hasMore ? (rows.at(-1)?.id ?? null) : null,
    } satisfies KanbanPage<KanbanMessage>)
  })

  routes.post('/:id/messages', async (context) => {
    const caller = context.get('caller')
    const conversationId = await readId(context)
    const draft = toKanbanDraft(await readJson(context, KanbanDraftSchema), conversationId)
    const { id } = await sendMessage(database, { caller, draft, idempotencyKey: null })
    const message = await messages.get(caller.workspaceId, id)
    await wait(quirks.echoBeforeAnswerMs, null, { ref: false })
    return context.json({ conversationId, message: toWire(context, message) } satisfies KanbanNewMessage, 201)
  })

  const readId = async (context: ApiContext) => {
    const id = (context.req.param('id') ?? '').toLowerCase()
    await checkConversation(database, context.get('caller').workspaceId, id)
    return id
  }

  routes.all('*', (context) => context.json({ error: 'Not found' } satisfies KanbanError, 404))
  return routes
}

function toPlace(direction: 'before' | 'after', id: string | undefined): AroundRequest['from'] {
  return id === undefined ? null : { direction, id }
}
