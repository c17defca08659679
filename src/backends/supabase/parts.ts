import { readTokenClaims } from '../../auth/tokenExpiry.ts'
import type { Command } from '../../domain/commands.ts'
import type { DomainEvent } from '../../domain/events.ts'
import type { RealtimePlace } from '../../transports/realtimeLibrary.ts'
import { createSupabaseRealtime, loadRealtimeClient, type SignInEvents } from '../../transports/supabaseRealtime.ts'
import type { Frame, Transport } from '../../transports/transport.ts'
import type { Gateway } from '../backend.ts'
import { createDecoder } from './decode.ts'
import { encode, type Speaker } from './encode.ts'
import { toConversationFeed, toWorkspaceFeed } from './feeds.ts'
import { createGateway } from './gateway.ts'
import type { SupabaseOptions } from './options.ts'
import { createPostgrest } from './postgrest.ts'
import { watchSignIn, type Project } from './project.ts'
import { createRowMemory } from './rowMemory.ts'
import { readClient } from './supabaseClient.ts'
import type { SupabaseTables } from './tables.ts'

/** What is loaded late: everything that is not needed to know who, where and whether. */
export interface SupabaseParts {
  readonly transport: Transport
  readonly decode: (frame: Frame) => readonly DomainEvent[]
  readonly encode: (command: Command) => Frame | null
  readonly gateway: Gateway
  /** Loads what listening needs, where that is known already. */
  readonly preload: () => Promise<unknown>
}

export interface PartsOptions {
  readonly options: SupabaseOptions
  readonly tables: SupabaseTables
  readonly project: Project
}

export function createParts({ options, tables, project }: PartsOptions): SupabaseParts {
  const { workspaceId, topics = 'private' } = options
  const channels = { tables, workspaceId, topics }
  const hasTopics = topics !== 'none'
  const { tokens, getClient } = project
  const memory = { messages: createRowMemory(), conversations: createRowMemory() }
  return {
    transport: createSupabaseRealtime({
      locate: () => locateRealtime(project),
      auth: ({ renew }) => tokens.get({ reason: renew ? 'refused' : 'connect', unlike: renew ? tokens.peek() : null }),
      lobby: toWorkspaceFeed(channels),
      toFeed: (conversationId) => toConversationFeed(channels, conversationId),
      toRoom,
      greet: (token, { isBare }) => ({ ...toSession(token), hasPresence: hasTopics && !isBare }),
      ...(getClient !== null && { watchSignIn: (events: SignInEvents) => watchSignIn(getClient, tokens, events) }),
    }),
    decode: createDecoder({ tables, ...memory }),
    encode: (command) => encode(command, toSpeaker(tokens.peek())),
    gateway: createGateway({
      request: createPostgrest({ locate: project.locateRest, tokens }),
      tables,
      workspaceId,
      memory,
      getSpeaker: async () => toSpeaker(await tokens.get({ reason: 'request' })),
    }),
    preload: async () => (getClient === null ? loadRealtimeClient() : null),
  }
}

async function locateRealtime({ locateRest, getClient }: Project): Promise<RealtimePlace> {
  const { url: origin, apiKey } = await locateRest()
  const endPoint = `${origin.replace(/^http/, 'ws')}/realtime/v1`
  const library = getClient === null ? await loadRealtimeClient() : readClient(await getClient())
  return { endPoint, apiKey, RealtimeClient: library.RealtimeClient, WebSocket: library.WebSocket }
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
