import * as v from 'valibot'
import type { RealtimeContext } from './realtimeContext.ts'
import { toTopicKey } from './realtimeTopics.ts'
import { readTopicAccess } from './topicAccess.ts'

const MessagesSchema = v.object({
  messages: v.array(
    v.object({
      topic: v.string(),
      event: v.string(),
      payload: v.record(v.string(), v.unknown()),
      private: v.optional(v.boolean(), false),
    }),
  ),
})
const PATH = '/realtime/v1/api/broadcast'
const HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, apikey, content-type, x-client-info',
  'access-control-allow-methods': 'POST, OPTIONS',
}

/** Broadcasts by HTTP: many at once, or one whose topic and event are in the path. */
export async function answerBroadcast(request: Request, context: RealtimeContext): Promise<Response> {
  if (request.method === 'OPTIONS') return answer(204)
  const { pathname, searchParams } = new URL(request.url)
  const [, topic, event] = pathname.slice(PATH.length).match(/^\/([^/]+)\/events\/([^/]+)$/) ?? []
  if (request.method !== 'POST' || (topic === undefined && pathname !== PATH)) return answer(404)
  const body: unknown = await request.json().catch(() => null)
  const single = topic !== undefined && {
    topic: decodeURIComponent(topic),
    event: decodeURIComponent(event ?? ''),
    payload: body,
    private: searchParams.get('private') === 'true',
  }
  const parsed = v.safeParse(MessagesSchema, single === false ? body : { messages: [single] })
  if (!parsed.success) return answer(422)
  for (const { topic: name, event: said, payload, private: isPrivate } of parsed.output.messages) {
    // Taken all the same; who may not speak is not heard.
    if (isPrivate && !(await canSpeak(request, name, context))) continue
    context.topics.broadcast(toTopicKey(`realtime:${name}`, isPrivate), { event: said, payload, raw: null }, null)
  }
  return answer(202)
}

async function canSpeak({ headers }: Request, name: string, { database, tokens }: RealtimeContext): Promise<boolean> {
  const [, bearer] = headers.get('authorization')?.match(/^Bearer +(\S+)$/i) ?? []
  const result = await tokens.verify(bearer ?? headers.get('apikey') ?? '')
  return result.ok && (await readTopicAccess(database, name, result.claims)).canSpeak
}

function answer(status: number): Response {
  return new Response(null, { status, headers: HEADERS })
}
