import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { ConversationError } from '../domain/errors.ts'
import { attachEngine } from './attachEngine.ts'
import { openDatabase } from './database/openDatabase.ts'
import type { PgliteDatabase } from './database/openPglite.ts'
import { createBroadcast } from './delivery/broadcast.ts'
import { openChangeFeed } from './delivery/changeFeed.ts'
import { createCustomer } from './delivery/customer.ts'
import { createProvider } from './delivery/provider.ts'
import type { Engine } from './engine.ts'
import type { EngineContext } from './engineContext.ts'
import { type EngineOptions, type EngineSettings, resolveOptions } from './engineOptions.ts'
import { createEnginePaths, isRealtimePath, isSupabasePath } from './enginePaths.ts'
import { createFeatures } from './features.ts'
import { createHttpApi } from './http/createHttpApi.ts'
import { listenEngine } from './listenEngine.ts'
import { createMediaLinks } from './mediaLinks.ts'
import { registerNumber } from './seed/registerNumber.ts'
import { seedConversations } from './seed/seedConversations.ts'
import { getSigningSecret } from './signingSecret.ts'
import { countConnections } from './socket/countConnections.ts'
import { createSocketServer } from './socket/createSocketServer.ts'
import { conversationRoom } from './socket/socketTypes.ts'
import { createMessageQueries } from './store/messageQueries.ts'
import { createTokens } from './tokens.ts'
import { receiveWebhook } from './webhook/receiveWebhook.ts'

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
    tokens: createTokens(secret, settings.tokenLifetimeSeconds),
    mediaLinks: createMediaLinks(secret),
  }

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
    getStats: () => countConnections(io),
    supabaseAnonKey: supabase?.anonKey ?? null,
  })
  const handleRequest = (request: Request) =>
    supabase !== null && isSupabasePath(new URL(request.url).pathname)
      ? supabase.handleRequest(request)
      : answerEngine(request)
  inner.on('request', getRequestListener(handleRequest, { overrideGlobalObjects: false }))
  const io = createSocketServer(inner, context)
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
      notifyTyping: (typing) => io.to(conversationRoom(typing.conversationId)).emit('typing', typing),
    })
  const broadcast = createBroadcast(io, context)
  const feed = await openChangeFeed(database, (changes) => {
    for (const change of changes) {
      broadcast(change)
      if (change.type === 'message') provider?.offer(change.message)
      if (change.type === 'messageStatus') customer?.noteReceipt(change.message)
    }
  })
  for (const number of settings.numbers) await registerNumber(database, number)
  await provider?.resume()

  const paths = createEnginePaths(supabase !== null)
  const undos = new Set<() => void>()
  const closers = new Set<() => Promise<void>>()
  const attach: Engine['attach'] = (server) => void undos.add(attachEngine(server, inner, paths))

  const stop = async () => {
    provider?.stop()
    customer?.stop()
    await supabase?.close()
    await io.close()
    for (const undo of undos) undo()
    await Promise.all([...closers].map((close) => close()))
    await feed.close()
    await database.close()
  }
  let closed: Promise<void> | null = null

  return {
    capabilities: features.capabilities,
    handleRequest,
    attach,
    listen: async (listenOptions = {}) => {
      if (closed !== null)
        throw new ConversationError('invalid_option', 'unable to listen; the engine is closed. Create another.')
      const { port, url, close } = await listenEngine(attach, listenOptions)
      closers.add(close)
      return { port, url }
    },
    signToken: context.tokens.sign,
    receiveWebhook: (body) => receiveWebhook(database, body),
    seed: (workspaceId, conversations) => seedConversations(database, workspaceId, conversations),
    database,
    stats: () => countConnections(io),
    supabase: supabase && { anonKey: supabase.anonKey, serviceKey: supabase.serviceKey, faults: supabase.faults },
    disconnectSockets: () => io.disconnectSockets(true),
    close: () => (closed ??= stop()),
  }
}
