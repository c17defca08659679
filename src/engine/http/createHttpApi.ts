import { Hono } from 'hono'
import { cors } from 'hono/cors'
import type { EngineContext } from '../engineContext.ts'
import type { EngineStats } from '../socket/countConnections.ts'
import { FILES_PATH } from '../mediaLinks.ts'
import type { Wire } from '../wires/wire.ts'
import { devTokenRoutes } from './devTokenRoutes.ts'
import { fileRoutes } from './mediaRoutes.ts'
import { respondError, respondNotFound } from './respondProblem.ts'
import { webhookRoutes } from './webhookRoutes.ts'

export interface HttpApiOptions {
  readonly getStats: () => EngineStats
  /** Adds what the wire's clients ask for. */
  readonly addRoutes: Wire['addRoutes']
  /** `null` where there is no Supabase beside the engine. */
  readonly supabaseAnonKey: string | null
}

/** Everything the engine answers over HTTP. */
export function createHttpApi(
  context: EngineContext,
  { getStats, addRoutes, supabaseAnonKey }: HttpApiOptions,
): (request: Request) => Promise<Response> {
  const { settings, features, database } = context
  const app = new Hono()
  app.onError((error, c) => respondError(error, c, features.isExtended))
  app.notFound((c) => respondNotFound(c, features.isExtended))
  app.use(
    cors({
      origin: settings.corsOrigins === '*' ? '*' : [...settings.corsOrigins],
      allowMethods: ['GET', 'POST', 'PATCH', 'OPTIONS'],
      allowHeaders: [
        ...['Authorization', 'Content-Type', 'Idempotency-Key'],
        // What supabase-js sends when it calls the token endpoint as the Edge Function it stands in for.
        ...(settings.supabase === null ? [] : ['apikey', 'x-client-info']),
      ],
      maxAge: 86_400,
    }),
  )

  app.get('/health', (c) => c.json({ status: 'ok' }))
  app.get('/ready', async (c) => {
    const isReady = await database.query('select 1').then(
      () => true,
      () => false,
    )
    return c.json({ status: isReady ? 'ready' : 'unavailable' }, isReady ? 200 : 503)
  })
  app.get('/api/socket/stats', (c) => c.json(getStats()))
  app.get('/metrics', (c) => c.text(toMetrics(getStats()), 200, { 'content-type': 'text/plain; version=0.0.4' }))

  app.route('/webhooks/whatsapp', webhookRoutes(context))
  if (settings.devTokens) app.route('/functions/v1', devTokenRoutes(context, supabaseAnonKey))

  app.route(FILES_PATH, fileRoutes(context))
  addRoutes(app, context)

  return async (request) => app.fetch(request)
}

/** Prometheus' text format. No tenant's name is in it: metrics are kept for years and by many. */
function toMetrics({ totalConnections }: EngineStats): string {
  return [
    '# HELP chatengine_connections Sockets connected right now.',
    '# TYPE chatengine_connections gauge',
    `chatengine_connections ${totalConnections}`,
    '# HELP process_resident_memory_bytes Memory of the process.',
    '# TYPE process_resident_memory_bytes gauge',
    `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
    '',
  ].join('\n')
}
