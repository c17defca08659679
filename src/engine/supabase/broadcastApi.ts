import * as v from 'valibot'
import type { RealtimeTopics } from './realtimeTopics.ts'

const MessagesSchema = v.object({
  messages: v.array(v.object({ topic: v.string(), event: v.string(), payload: v.record(v.string(), v.unknown()) })),
})
const PATH = '/realtime/v1/api/broadcast'
const HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, apikey, content-type, x-client-info',
  'access-control-allow-methods': 'POST, OPTIONS',
}

/** Broadcasts by HTTP: many at once, or one whose topic and event are in the path. */
export async function answerBroadcast(request: Request, topics: RealtimeTopics): Promise<Response> {
  if (request.method === 'OPTIONS') return answer(204)
  const { pathname } = new URL(request.url)
  const [, topic, event] = pathname.slice(PATH.length).match(/^\/([^/]+)\/events\/([^/]+)$/) ?? []
  if (request.method !== 'POST' || (topic === undefined && pathname !== PATH)) return answer(404)
  const body: unknown = await request.json().catch(() => null)
  const single = topic !== undefined && {
    topic: decodeURIComponent(topic),
    event: decodeURIComponent(event ?? ''),
    payload: body,
  }
  const parsed = v.safeParse(MessagesSchema, single === false ? body : { messages: [single] })
  if (!parsed.success) return answer(422)
  for (const message of parsed.output.messages) {
    const { event: name, payload } = message
    topics.broadcast(`realtime:${message.topic}`, { event: name, payload, raw: null }, null)
  }
  return answer(202)
}

function answer(status: number): Response {
  return new Response(null, { status, headers: HEADERS })
}
