import type { WorkspaceId } from '../../domain/ids.ts'
import type { Gateway } from '../backend.ts'
import { createConversationGateway } from './conversationGateway.ts'
import { createMessageGateway } from './messageGateway.ts'
import type { Postgrest } from './postgrest.ts'
import type { RowMemory } from './rowMemory.ts'
import type { Speaker } from './speaker.ts'
import type { SupabaseTables } from './tables.ts'

export interface GatewayOptions {
  readonly request: Postgrest
  readonly tables: SupabaseTables
  readonly workspaceId: WorkspaceId
  /** What was fetched is kept for the dialect, which completes partial changes with it. */
  readonly memory: { readonly messages: RowMemory; readonly conversations: RowMemory }
  /** Who sends, by the token that the request will carry. */
  readonly getSpeaker: () => Promise<Speaker | null>
}

/** Supabase's HTTP side. Row-level security decides what is seen; the workspace is named all the same, for the index. */
export function createGateway(options: GatewayOptions): Gateway {
  return { ...createMessageGateway(options), ...createConversationGateway(options) }
}
