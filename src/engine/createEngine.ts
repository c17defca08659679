import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { ConversationError } from '../domain/errors.ts'
import { attachEngine } from './attachEngine.ts'
import { openDatabase } from './database/openDatabase.ts'
import type { PgliteDatabase } from './database/openPglite.ts'
import { openChangeFeed } from './delivery/changeFeed.ts'
import { createCustomer } from './delivery/customer.ts'
import { createProvider } from './delivery/provider.ts'
import type { Engine } from './engine.ts'
import type { EngineContext } from './engineContext.ts'
import { type EngineOptions, type EngineSettings, resolveOptions } from './engineOptions.ts'
import { createEnginePaths, type EnginePaths, isRealtimePath, isSupabasePath } from './enginePaths.ts'
import { createFeatures } from './features.ts'
import { createHttpApi } from './http/createHttpApi.ts'
import { listenEngine } from './listenEngine.ts'
import { createMediaLinks } from './mediaLinks.ts'
import { registerNumber } from './seed/registerNumber.ts'
import { seedConversations } from './seed/seedConversations.ts'
import { getSigningSecret } from './signingSecret.ts'
import { createMessageQueries } from './store/messageQueries.ts'
import { createTokens } from './tokens.ts'
import { receiveWebhook } from './webhook/receiveWebhook.ts'
import { getWire } from './wires/getWire.ts'

/**
 * Creates ChatEngine, the reference backend: Postgres inside, HTTP and Socket.IO outside, a stand-in for WhatsApp beside.
 * Everything that is shown live comes from the database's own announcements, so whoever writes to it is heard.
 *
 * @throws {@link ConversationError} `invalid_option`, naming the option.
 * @example
 * const engine = await createEngine({ devTokens: true })
 * const { url } = await engine.listen({ port: 4400 })
 */
export async function createEngine(options: EngineOptions = {}): Promise<Engine> {
  const settings = resolveOptions(options)
  const database = await openDatabase(settings.dataDir)
  try {
    return await startEngine(settings, database)
  } catch (error) {
    await database.close()
    throw error
  }
}

async function startEngine(settings: EngineSettings, { pglite, ...database }: PgliteDatabase): Promise<Engine> {
  const secret = await getSigningSecret(database, settings.jwtSecret)
  const features = createFeatures(settings)
  const context: EngineContext = {
    settings,
    features,
    database,
    messages: createMessageQueries(database, features),
    tokens: createTokens(secret, { lifetimeSeconds: settings.tokenLifetimeSeconds, wire: settings.wire }),
    mediaLinks: createMediaLinks(secret, { prefix: settings.prefix }),
  }

  const wire = getWire(settings.wire)
  const paths = createEnginePaths(settings)
  const inner = createServer()
  // Loaded only where it is asked for: it brings half a platform with it.
  const supabase =
    settings.supabase &&
    (await (
      await import('./supabase/startSupabase.ts')
    ).startSupabase({
      ...{ database, pglite, jwtSecret: secret, settings: settings.supabase },
      tokenLifetimeSeconds: settings.tokenLifetimeSeconds,
    }))
  const answerEngine = createHttpApi(context, {
    getStats: () => sockets.count(),
    addRoutes: wire.addRoutes,
    supabaseAnonKey: supabase?.anonKey ?? null,
  })
  const handleInside = (request: Request) =>
    supabase !== null && isSupabasePath(new URL(request.url).pathname)
      ? supabase.handleRequest(request)
      : answerEngine(request)
  inner.on('request', getRequestListener(handleInside, { overrideGlobalObjects: false }))
  const sockets = wire.openSockets(inner, context)
  inner.on('upgrade', (request, socket, head) => {
    if (supabase !== null && isRealtimePath(request.url)) supabase.upgrade(request, socket, head)
  })

  const provider = settings.provider && createProvider({ database, delays: settings.provider })
  const customer =
    settings.customer &&
    createCustomer({
      database,
      delayMs: settings.customer.delayMs,
      receiveWebhook: (body) => receiveWebhook(database, body),
      notifyTyping: sockets.tellTyping,
    })
  const feed = await openChangeFeed(database, (changes) => {
    for (const change of changes) {
      sockets.tell(change)
      if (change.type === 'message') provider?.offer(change.message)
      if (change.type === 'messageStatus') customer?.noteReceipt(change.message)
    }
  })
  for (const number of settings.numbers) await registerNumber(database, number)
  await provider?.resume()

  const undos = new Set<() => void>()
  const closers = new Set<() => Promise<void>>()
  const attach: Engine['attach'] = (server) => void undos.add(attachEngine(server, inner, paths))

  const stop = async () => {
    provider?.stop()
    customer?.stop()
    await supabase?.close()
    await sockets.close()
    for (const undo of undos) undo()
    await Promise.all([...closers].map((close) => close()))
    await feed.close()
    await database.close()
  }
  let closed: Promise<void> | null = null

  return {
    capabilities: features.capabilities,
    handleRequest: (request) => handleInside(enterRequest(request, paths)),
    attach,
    listen: async (listenOptions = {}) => {
      if (closed !== null)
        throw new ConversationError('invalid_option', 'unable to listen; the engine is closed. Create another.')
      const { port, url, close } = await listenEngine(attach, listenOptions)
      closers.add(close)
      return { port, url: url + settings.prefix }
    },
    signToken: context.tokens.sign,
    receiveWebhook: (body) => receiveWebhook(database, body),
    seed: (workspaceId, conversations) => seedConversations(database, workspaceId, conversations),
    database,
    stats: sockets.count,
    supabase: supabase && { anonKey: supabase.anonKey, serviceKey: supabase.serviceKey, faults: supabase.faults },
    disconnectSockets: sockets.disconnectAll,
    close: () => (closed ??= stop()),
  }
}

/** A request is made anew only where there is a prefix to take off. */
function enterRequest(request: Request, paths: EnginePaths): Request {
  const url = new URL(request.url)
  const inner = paths.toInner(url.pathname)
  if (inner === url.pathname) return request
  url.pathname = inner
  return new Request(url, request)
}
