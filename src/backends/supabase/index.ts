import { readTokenClaims } from '../../auth/tokenExpiry.ts'
import type { Capability } from '../../domain/capability.ts'
import { ConversationError } from '../../domain/errors.ts'
import { createStore } from '../../lib/store.ts'
import { createSupabaseRealtime, type SignInEvents } from '../../transports/supabaseRealtime.ts'
import type { Frame } from '../../transports/transport.ts'
import type { Backend, BackendSession } from '../backend.ts'
import { toCapabilities } from './capabilities.ts'
import { createDecoder } from './decode.ts'
import { encode, type Speaker } from './encode.ts'
import { toConversationFeed, toWorkspaceFeed } from './feeds.ts'
import { createGateway } from './gateway.ts'
import { checkOptions, type SupabaseOptions } from './options.ts'
import { createPostgrest } from './postgrest.ts'
import { createProject, watchSignIn } from './project.ts'
import { createRowMemory } from './rowMemory.ts'
import { resolveTables, type SupabaseTables } from './tables.ts'

/**
 * The Supabase backend: Realtime for what happens, PostgREST for what has happened, on the CRM's own tables. Nothing of
 * `@supabase/supabase-js` is loaded before the first connection.
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
  const { workspaceId, topics = 'private' } = options
  const channels = { tables, workspaceId, topics }
  const hasTopics = topics !== 'none'
  const project = createProject(options)
  const { tokens, getClient } = project
  const capabilities = createStore<ReadonlySet<Capability>>(new Set(toCapabilities(tables, { hasPresence: hasTopics })))
  const memory = { messages: createRowMemory(), conversations: createRowMemory() }
  const transport = createSupabaseRealtime({
    locate: project.locateRealtime,
    auth: ({ renew }) => tokens.get({ reason: renew ? 'refused' : 'connect', unlike: renew ? tokens.peek() : null }),
    lobby: toWorkspaceFeed(channels),
    toFeed: (conversationId) => toConversationFeed(channels, conversationId),
    toRoom,
    greet: (token, { isBare }) => ({ ...toSession(token), hasPresence: hasTopics && !isBare }),
    ...(getClient !== null && { watchSignIn: (events: SignInEvents) => watchSignIn(getClient, tokens, events) }),
  })

  return {
    tokens,
    transport,
    dialect: {
      decode: createDecoder({ tables, ...memory }),
      encode: (command) => encode(command, toSpeaker(tokens.peek())),
    },
    gateway: createGateway({
      request: createPostgrest({ locate: project.locateRest, tokens }),
      tables,
      workspaceId,
      memory,
      getSpeaker: async () => toSpeaker(await tokens.get({ reason: 'request' })),
    }),
    capabilities,
    setCapabilities: (next) => capabilities.set(new Set(next)),
  }
}

function toSpeaker(token: string | null): Speaker | null {
  if (token === null) return null
  const { userId, userName } = readTokenClaims(token)
  return userId === null ? null : { userId, userName }
}

/** What is known of the session without asking anybody. The token itself is not in it. */
function toSession(token: string): object {
  const { userId, userName, expiresAt } = readTokenClaims(token)
  return {
    userId,
    userName,
    tokenExpiresAt: expiresAt === null ? null : new Date(expiresAt * 1000).toISOString(),
  }
}

/** Frames go out on the channel of the conversation they name; what names none is the whole workspace's business. */
function toRoom({ payload }: Frame): string | null {
  if (typeof payload !== 'object' || payload === null || !('conversationId' in payload)) return null
  return typeof payload.conversationId === 'string' ? payload.conversationId : null
}
