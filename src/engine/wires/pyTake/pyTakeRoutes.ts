import { setTimeout as wait } from 'node:timers/promises'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { EngineContext } from '../../engineContext.ts'
import type { Api, ApiContext } from '../../http/apiEnv.ts'
import { authenticate } from '../../http/authenticate.ts'
import { readBody } from '../../http/readBody.ts'
import { integer, OffsetSchema, parseJson, TimeSchema, UuidSchema } from '../../http/readRequest.ts'
import { toRequestOrigin } from '../../http/toRequestOrigin.ts'
import { parseInput } from '../../input.ts'
import { checkConversation, listConversations } from '../../store/conversationQueries.ts'
import { listFromOldest } from '../../store/messagePages.ts'
import { sendMessage } from '../../store/sendMessage.ts'
import type { StoredMessage } from '../../store/storedMessage.ts'
import { getMediaUrl } from '../getMediaUrl.ts'
import type { PyTakeError } from './payloads.ts'
import { readPyTakeDraft } from './readPyTakeDraft.ts'
import { respondDetail } from './respondDetail.ts'
import { toPyTakeConversation } from './toPyTakeConversation.ts'
import { toPyTakeMessage } from './toPyTakeMessage.ts'

const PageQuery = v.object({ skip: OffsetSchema, limit: v.optional(integer(1, 100), '50') })
const AfterQuery = v.object({ after: v.optional(TimeSchema) })

/** PyTake's HTTP API, whose three calls are all there is. Unknown parameters are ignored, as FastAPI does. */
export function pyTakeRoutes(engine: EngineContext): Api {
  const { database, messages, settings, tokens } = engine
  const routes: Api = new Hono()
  routes.onError(respondDetail)
  routes.use(authenticate(tokens))
  const toWire = (context: ApiContext, message: StoredMessage) =>
    toPyTakeMessage(message, {
      quirks: settings.quirks,
      place: 'http',
      mediaUrl: getMediaUrl(message, toRequestOrigin(context), engine),
    })

  routes.get('/conversations', async (context) => {
    const { workspaceId } = context.get('caller')
    const { skip: offset, limit } = parseInput(PageQuery, context.req.query(), 'query')
    const { rows } = await listConversations(database, { workspaceId, filter: {}, limit, offset })
    return context.json(rows.map(toPyTakeConversation))
  })

  routes.get('/conversations/:id/messages', async (context) => {
    const conversationId = await readId(context)
    const query = context.req.query()
    const { skip, limit } = parseInput(PageQuery, query, 'query')
    const { after } = settings.quirks.listsAfter ? parseInput(AfterQuery, query, 'query') : {}
    const rows = await listFromOldest(database, { conversationId, skip, limit, after: after ?? null })
    return context.json(rows.map((message) => toWire(context, message)))
  })

  routes.post('/conversations/:id/messages', async (context) => {
    const caller = context.get('caller')
    const conversationId = await readId(context)
    const draft = readPyTakeDraft(parseJson(await readBody(context)), conversationId)
    const { id } = await sendMessage(database, { caller, draft, idempotencyKey: null })
    const message = await messages.get(caller.workspaceId, id)
    await wait(settings.quirks.echoBeforeAnswerMs, null, { ref: false })
    return context.json(toWire(context, message), 201)
  })

  const readId = async (context: ApiContext) => {
    const id = parseInput(UuidSchema, context.req.param('id'), 'path.conversation_id')
    await checkConversation(database, context.get('caller').workspaceId, id)
    return id
  }

  routes.all('*', (context) => context.json({ detail: 'Not Found' } satisfies PyTakeError, 404))
  return routes
}
