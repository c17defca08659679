import type { ConversationError, ConversationErrorCode } from '../domain/errors.ts'

/** What carries the messages. */
export type TransportKind = 'socket' | 'supabase' | 'polling'

/** How it stands with all links together. */
export type LinkState =
  | { readonly status: 'idle' }
  | { readonly status: 'connecting' }
  /**
   * `epoch` counts the times something may have been missed: in the next one everything is fetched. A switch that was
   * prepared (the new link caught up before the old one was let go) is not one of them.
   */
  | {
      readonly status: 'connected'
      readonly epoch: number
      readonly transport: TransportKind
      /** Which link is live: its place in the order of preference. A prepared switch changes it and not the epoch. */
      readonly line: number | 'polling'
      /** Why a better link is not used; `null` on the best one. */
      readonly reason: ConversationErrorCode | null
    }
  /** Nothing is live. `retryAt` in ms on this side's clock. */
  | {
      readonly status: 'waiting'
      readonly retryAt: number | null
      readonly error: ConversationError
      /** Not even a request gets through. */
      readonly isUnreachable: boolean
    }
  | { readonly status: 'unauthorized'; readonly error: ConversationError }
