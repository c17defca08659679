import { readTokenClaims } from '../../auth/tokenExpiry.ts'
import type { Command } from '../../domain/commands.ts'
import type { DomainEvent } from '../../domain/events.ts'
import type { RealtimePlace } from '../../transports/realtimeLibrary.ts'
import { createSupabaseRealtime, loadRealtimeClient, type SignInEvents } from '../../transports/supabaseRealtime.ts'
import type { Frame, Transport } from '../../transports/transport.ts'
import { createDecoder } from './decode.ts'
import { encode } from './encode.ts'
import { toConversationFeed, toWorkspaceFeed } from './feeds.ts'
import type { GatewayOptions } from './gateway.ts'
import type { SupabaseOptions } from './options.ts'
import type { Project } from './project.ts'
import { toSpeaker } from './speaker.ts'
import { readClient } from './supabaseClient.ts'
import type { SupabaseTables } from './tables.ts'
import { watchSignIn } from './watchSignIn.ts'

/** What is loaded late: everything that listening needs, and requests do not. */
export interface SupabaseParts {
  readonly transport: Transport
  readonly decode: (frame: Frame) => readonly DomainEvent[]
  readonly encode: (command: Command) => Frame | null
  /** Loads what listening needs, where that is known already. */
  readonly preload: () => Promise<unknown>
}

export interface PartsOptions {
  readonly options: SupabaseOptions
  readonly tables: SupabaseTables
  readonly project: Project
  /** What was fetched, too. */
  readonly memory: GatewayOptions['memory']
}

export function createParts({ options, tables, project, memory }: PartsOptions): SupabaseParts {
  const { workspaceId, topics = 'private' } = options
  const channels = { tables, workspaceId, topics }
  const hasTopics = topics !== 'none'
  const { tokens, getClient } = project
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
    preload: async () => (getClient === null ? loadRealtimeClient() : null),
  }
}

async function locateRealtime({ locateRest, getClient }: Project): Promise<RealtimePlace> {
  const { url: origin, apiKey } = await locateRest()
  const endPoint = `${origin.replace(/^http/, 'ws')}/realtime/v1`
  const library = getClient === null ? await loadRealtimeClient() : readClient(await getClient())
  return { endPoint, apiKey, RealtimeClient: library.RealtimeClient, WebSocket: library.WebSocket }
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
