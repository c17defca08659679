import type { Capability } from '../../domain/capability.ts'
import { ConversationError } from '../../domain/errors.ts'
import { createStore } from '../../lib/store.ts'
import { createLateTransport } from '../../transports/lateTransport.ts'
import { withLoadDeadline } from '../../transports/withLoadDeadline.ts'
import type { BackendSession } from '../backend.ts'
import { toCapabilities } from './capabilities.ts'
import { createGateway } from './gateway.ts'
import type { SupabaseOptions } from './options.ts'
import type { SupabaseParts } from './parts.ts'
import { createPostgrest } from './postgrest.ts'
import { createProject } from './project.ts'
import { createRowMemory } from './rowMemory.ts'
import { toSpeaker } from './speaker.ts'
import type { SupabaseTables } from './tables.ts'

/** Supabase at work. Opens nothing: what listens is loaded once something is live, or with the first connection. */
export function startSession(options: SupabaseOptions, tables: SupabaseTables): BackendSession {
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
