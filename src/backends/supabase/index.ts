import type { Capability } from '../../domain/capability.ts'
import { ConversationError } from '../../domain/errors.ts'
import { once } from '../../lib/once.ts'
import { createStore } from '../../lib/store.ts'
import { createLateTransport } from '../../transports/lateTransport.ts'
import type { Backend, BackendSession } from '../backend.ts'
import { createLateGateway } from '../lateGateway.ts'
import { toCapabilities } from './capabilities.ts'
import { toMessageCursor } from './messageCursor.ts'
import { checkOptions, type SupabaseOptions } from './options.ts'
import type { SupabaseParts } from './parts.ts'
import { createProject } from './project.ts'
import { resolveTables, type SupabaseTables } from './tables.ts'

/**
 * The Supabase backend: Realtime for what happens, PostgREST for what has happened, on the CRM's own tables. What speaks to
 * it is loaded late: once something is live, or with the first connection or request, whichever is first.
 *
 * @throws {@link ConversationError} `signing_secret` or `invalid_option`, naming the option.
 * @example
 * const client = createConversationClient({
 *   backends: [chatEngine({ url, workspaceId, tokenEndpoint }), supabaseBackend({ client: supabase, workspaceId })],
 * })
 */
export function supabaseBackend(options: SupabaseOptions): Backend {
  const isEnabled = checkOptions(options)
  const tables = resolveTables(options.tables)
  const { workspaceId, url, client } = options
  const place = typeof client === 'object' ? client.realtime.endPoint : (url ?? null)
  return {
    name: 'supabase',
    kind: 'supabase',
    key: JSON.stringify(['supabase', place, workspaceId, tables, options.topics ?? null]),
    isEnabled,
    start: () => {
      if (isEnabled) return startSession(options, tables)
      throw new ConversationError('disabled', 'unable to start Supabase; it has no url in this environment.')
    },
  }
}

function startSession(options: SupabaseOptions, tables: SupabaseTables): BackendSession {
  const project = createProject(options)
  const hasPresence = options.topics !== 'none'
  const capabilities = createStore<ReadonlySet<Capability>>(new Set(toCapabilities(tables, { hasPresence })))
  let parts: SupabaseParts | null = null
  const load = once(async () => {
    const { createParts } = await import('./parts.ts').catch(failToLoad)
    return (parts = createParts({ options, tables, project }))
  })
  return {
    tokens: project.tokens,
    transport: createLateTransport(async () => (await load()).transport),
    dialect: {
      // Frames come from the transport alone, which was loaded with it.
      decode: (frame) => parts?.decode(frame) ?? [],
      encode: (command) => {
        if (parts !== null) return parts.encode(command)
        throw new ConversationError('disconnected', `unable to ${command.type}; the connection is not open yet.`)
      },
    },
    gateway: createLateGateway(toMessageCursor, async () => (await load()).gateway),
    capabilities,
    setCapabilities: (next) => capabilities.set(new Set(next)),
    preload: async () => {
      await (await load()).preload()
    },
  }
}

/** To whoever asks, it is as if Supabase did not answer: another way is taken, and this one is tried again. */
function failToLoad(cause: unknown): never {
  throw new ConversationError(
    'network_error',
    'unable to load what speaks to Supabase; check the network. Where it has come back, reload the page: browsers remember.',
    { cause },
  )
}
