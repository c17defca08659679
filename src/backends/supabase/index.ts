import type { Capability } from '../../domain/capability.ts'
import { ConversationError } from '../../domain/errors.ts'
import { createStore } from '../../lib/store.ts'
import { createLateTransport } from '../../transports/lateTransport.ts'
import { withLoadDeadline } from '../../transports/withLoadDeadline.ts'
import type { Backend, BackendSession } from '../backend.ts'
import { toCapabilities } from './capabilities.ts'
import { createGateway } from './gateway.ts'
import { checkOptions, type SupabaseOptions } from './options.ts'
import type { SupabaseParts } from './parts.ts'
import { createPostgrest } from './postgrest.ts'
import { createProject } from './project.ts'
import { createRowMemory } from './rowMemory.ts'
import { toSpeaker } from './speaker.ts'
import { resolveTables, type SupabaseTables } from './tables.ts'

/**
 * The Supabase backend: Realtime for what happens, PostgREST for what has happened, on the CRM's own tables. What
 * listens is loaded late: once something is live, or with the first connection. Requests need nothing more, and so does
 * polling.
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
  const { tokens } = project
  const memory = { messages: createRowMemory(), conversations: createRowMemory() }
  const hasPresence = options.topics !== 'none'
  const capabilities = createStore<ReadonlySet<Capability>>(new Set(toCapabilities(tables, { hasPresence })))
  let parts: SupabaseParts | null = null
  // Not `once`: an import that hangs would be kept. Asking again costs nothing, for what is loaded is loaded.
  const load = async () => {
    const { createParts } = await import('./parts.ts')
    return (parts ??= createParts({ options, tables, project, memory }))
  }
  return {
    tokens,
    transport: createLateTransport(async () => (await load()).transport),
    dialect: {
      // Frames come from the transport alone, which was loaded with it.
      decode: (frame) => parts?.decode(frame) ?? [],
      encode: (command) => {
        if (parts !== null) return parts.encode(command)
        throw new ConversationError('disconnected', `unable to ${command.type}; the connection is not open yet.`)
      },
    },
    gateway: createGateway({
      request: createPostgrest({ locate: project.locateRest, tokens }),
      tables,
      workspaceId: options.workspaceId,
      memory,
      getSpeaker: async () => toSpeaker(await tokens.get({ reason: 'request' })),
    }),
    capabilities,
    setCapabilities: (next) => capabilities.set(new Set(next)),
    preload: () => withLoadDeadline(async () => (await load()).preload()),
  }
}
