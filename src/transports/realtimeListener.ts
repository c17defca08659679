import { ConversationError } from '../domain/errors.ts'
import { createTimers } from '../lib/timers.ts'
import { classifyRealtimeError } from './classifyRealtimeError.ts'
import { createPresenceTracker } from './presenceTracker.ts'
import type { RealtimeChannelLike, RealtimeClientLike } from './realtimeLibrary.ts'
import type { Frame } from './transport.ts'

/** What one channel brings. */
export interface Feed {
  readonly topic: string
  /** Changes of tables; each arrives as a frame of that name. */
  readonly changes: readonly {
    readonly name: string
    readonly schema: string
    readonly table: string
    /** Realtime's grammar: `conversation_id=eq.42`. */
    readonly filter: string
  }[]
  /** What others say on the channel; each arrives as a frame of that name. */
  readonly broadcasts: readonly string[]
  /** The frame that brings everybody who is on the channel, whenever that changes; `null`: nobody is asked. */
  readonly presence: string | null
  /** Only those whom the database's policies let in may listen and speak. */
  readonly isPrivate: boolean
}

export interface ListenerEvents {
  /** The server listens from now on. Again after it had to start anew: then something may have been missed. */
  readonly onListening: () => void
  /** The channel is over. Told once, and never after `close`. */
  readonly onLost: (error: ConversationError) => void
  readonly onFrame: (frame: Frame) => void
}

export interface Listener {
  readonly start: () => void
  readonly isJoining: () => boolean
  readonly isListening: () => boolean
  /** Returns `false` when nobody listens for it on this channel. */
  readonly send: (event: string, payload: unknown) => boolean
  /** Leaves the channel. */
  readonly close: () => void
  /** Forgets the channel without a word: its connection is over. */
  readonly abandon: () => void
}

export interface ListenerOptions {
  readonly client: RealtimeClientLike
  readonly feed: Feed
  readonly deadlineMs: number
  readonly events: ListenerEvents
  readonly onEnd: () => void
}

/** A change of a row, as the library hands it over. */
interface Change {
  readonly eventType: string
  readonly new: unknown
  readonly old: unknown
  readonly errors: unknown
  readonly commit_timestamp: unknown
}

interface SystemMessage {
  readonly extension?: unknown
  readonly status?: unknown
  readonly message?: unknown
}

/**
 * One channel that really listens. `SUBSCRIBED` only says that the channel exists; the database's changes flow from the
 * `system` message with `status: "ok"` on, and a subscription that failed says so in the same place and nowhere else.
 * Every end is final: what the library would heal, with whatever token it has, is made anew by the owner.
 */
export function createListener({ client, feed, deadlineMs, events, onEnd }: ListenerOptions): Listener {
  const timers = createTimers()
  let channel: RealtimeChannelLike | null = null
  let isPresenceKnown = false
  let phase: 'joining' | 'joined' | 'listening' | 'over' = 'joining'

  const tracker = createPresenceTracker((payload) => {
    void (payload === null ? channel?.untrack() : channel?.track(payload))
  })
  const finish = () => {
    phase = 'over'
    timers.clear()
    tracker.stop()
    onEnd()
  }
  const lose = (error: ConversationError) => {
    if (phase === 'over') return
    finish()
    // Leaving makes the library say CLOSED at once. Inside its own callback that would go round until the stack is full.
    queueMicrotask(() => leave(channel))
    events.onLost(error)
  }
  const onSystem = ({ extension, status, message }: SystemMessage) => {
    if (phase === 'over') return
    if (status === 'error') lose(classifyRealtimeError(String(message)))
    else if (extension === 'postgres_changes' && status === 'ok') {
      phase = 'listening'
      timers.clear()
      events.onListening()
      // The server does not say it again: whoever begins anew with this knows it from here.
      if (isPresenceKnown) tellPresence()
    }
  }
  const tellPresence = () => {
    if (phase === 'over' || feed.presence === null) return
    events.onFrame({ name: feed.presence, payload: channel?.presenceState() })
  }
  const onPresence = () => {
    isPresenceKnown = true
    tellPresence()
  }
  const onStatus = (status: string, error?: Error) => {
    if (phase === 'over') return
    if (status === 'SUBSCRIBED') {
      if (phase === 'joining') phase = 'joined'
    } else if (status === 'CHANNEL_ERROR') lose(classifyRealtimeError(error?.message ?? ''))
    else if (status === 'TIMED_OUT') lose(toTimeout())
    else lose(new ConversationError('server_error', 'unable to listen to Supabase; it closed the channel.'))
  }

  return {
    start: () => {
      timers.start(deadlineMs, () => lose(toTimeout()))
      const config = { config: { broadcast: { self: false, ack: false }, private: feed.isPrivate } }
      channel = client.channel(feed.topic, config as never)
      const on = channel.on.bind(channel) as unknown as On
      for (const { name, ...binding } of feed.changes) {
        on('postgres_changes', { event: '*', ...binding }, (change: Change) => {
          if (phase !== 'over') events.onFrame({ name, payload: toPayload(change) })
        })
      }
      for (const event of feed.broadcasts) {
        on('broadcast', { event }, (message: { readonly payload?: unknown }) => {
          if (phase !== 'over') events.onFrame({ name: event, payload: message.payload })
        })
      }
      if (feed.presence !== null) on('presence', { event: 'sync' }, onPresence)
      on('system', {}, onSystem)
      try {
        channel.subscribe(onStatus)
      } catch {
        lose(new ConversationError('network_error', 'unable to connect to Supabase; no WebSocket could be opened.'))
      }
    },
    isJoining: () => phase === 'joining',
    isListening: () => phase === 'listening',
    send: (event, payload) => {
      if (event === feed.presence) tracker.track(payload as object | null)
      else if (feed.broadcasts.includes(event)) void channel?.send({ type: 'broadcast', event, payload })
      else return false
      return true
    },
    close: () => {
      if (phase === 'over') return
      finish()
      leave(channel)
    },
    abandon: () => {
      if (phase !== 'over') finish()
      channel?.teardown()
    },
  }
}

type On = (type: string, filter: object, callback: (payload: never) => void) => unknown

function leave(channel: RealtimeChannelLike | null): void {
  void channel?.unsubscribe().catch(() => {})
}

function toTimeout(): ConversationError {
  return new ConversationError('timeout', 'unable to listen to Supabase; it did not confirm in time.')
}

function toPayload({ eventType, new: next, old, errors, commit_timestamp }: Change): object {
  return { eventType, new: next, old, errors: errors ?? null, commitTimestamp: commit_timestamp ?? null }
}
