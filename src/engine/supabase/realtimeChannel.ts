import { randomUUID } from 'node:crypto'
import { startTimer } from '../../lib/longTimer.ts'
import { type Broadcast, type Frame, readBroadcast } from './frame.ts'
import { createSubscription } from './changeSubscription.ts'
import type { JoinConfig } from './joinConfig.ts'
import type { RealtimeContext } from './realtimeContext.ts'
import type { Claims } from './supabaseTokens.ts'
import { type TopicMember, toTopicKey } from './realtimeTopics.ts'
import { toRenewalError } from './tokenWords.ts'
import { readTopicAccess, type TopicAccess } from './topicAccess.ts'

/** One topic that one socket has joined. */
export interface RealtimeChannel {
  readonly joinRef: string | null
  /** Tells what follows the answer to the join. */
  readonly start: () => void
  readonly receive: (frame: Frame) => Promise<void>
  /** Ends it without a word; `phx_close` is the caller's. */
  readonly stop: () => void
  /** Ends it as an expired token does. */
  readonly expire: () => void
}

export interface RealtimeChannelOptions {
  readonly context: RealtimeContext
  readonly topic: string
  readonly joinRef: string | null
  readonly config: JoinConfig
  readonly claims: Claims
  /** What the token allows; `null` on a public topic, where everything is. */
  readonly access: TopicAccess | null
  /** The token of the join: sending it again changes nothing. */
  readonly token: string
  readonly push: (event: string, payload: unknown, refs?: { joinRef: string | null; ref: string | null }) => void
  readonly pushBroadcast: (broadcast: Broadcast) => void
  readonly reply: (frame: Frame, status: 'ok' | 'error', response: unknown) => void
  /** It has ended by itself. */
  readonly onEnd: () => void
}

export function createRealtimeChannel(options: RealtimeChannelOptions): RealtimeChannel {
  const { context, topic, joinRef, config, push, reply } = options
  const name = topic.slice('realtime:'.length)
  let { claims, token, access } = options
  let stopExpiry = () => {}
  let leaveTopic = () => {}

  const tellSystem = (extension: string, status: 'ok' | 'error', message: string) =>
    push('system', { message, status, extension, channel: name }, { joinRef, ref: null })
  const subscription = createSubscription({
    context,
    tell: (payload) => push('postgres_changes', payload),
    tellSystem: (status, message) => tellSystem('postgres_changes', status, message),
  })
  const member: TopicMember = {
    topic: toTopicKey(topic, config.isPrivate),
    presenceKey: config.presence.key || randomUUID(),
    hasPresence: config.presence.enabled,
    tellBroadcast: options.pushBroadcast,
    tellPresence: (event, payload) =>
      push(event, payload, { joinRef: event === 'presence_state' ? joinRef : null, ref: null }),
  }

  const stop = () => {
    stopExpiry()
    leaveTopic()
    subscription.stop()
  }
  const fail = (message: string) => {
    tellSystem('system', 'error', message)
    stop()
    push('phx_close', {}, { joinRef, ref: joinRef })
    options.onEnd()
  }
  const expire = () => fail('Token has expired 0 seconds ago')
  const accept = (next: Claims) => {
    claims = next
    stopExpiry()
    stopExpiry = startTimer(Math.max(0, claims.exp * 1000 - Date.now()), expire)
    subscription.set(config.changes, claims)
  }

  const renew = async (next: unknown) => {
    // The new opaque keys stand for the connection's own.
    if (typeof next !== 'string' || next === '' || next === token || next.startsWith('sb_')) return
    const result = await context.tokens.verify(next)
    if (!result.ok) return fail(toRenewalError(result))
    if (config.isPrivate) access = await readTopicAccess(context.database, name, result.claims)
    if (access?.canListen === false) {
      return fail(`You no longer have permission to read from this Channel topic: ${name}`)
    }
    token = next
    accept(result.claims)
  }
  const trackPresence = (frame: Frame) => {
    if (access?.canSpeak === false) return
    const { event, payload } = Object(frame.payload) as { event?: unknown; payload?: unknown }
    if (event === 'untrack') context.topics.untrack(member)
    else if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
      return reply(frame, 'error', { reason: 'Presence track payload must be a map' })
    } else context.topics.track(member, payload as Record<string, unknown>)
    reply(frame, 'ok', {})
  }
  const passOn = (frame: Frame) => {
    const broadcast = readBroadcast(frame)
    // Who may only listen is not told that nobody hears it.
    if (broadcast === null || access?.canSpeak === false) return
    context.topics.broadcast(member.topic, broadcast, config.broadcast.self ? null : member)
    if (config.broadcast.ack) reply(frame, 'ok', {})
  }

  return {
    joinRef,
    start: () => {
      leaveTopic = context.topics.enter(member)
      accept(claims)
    },
    receive: async (frame) => {
      if (frame.event === 'access_token')
        return renew((Object(frame.payload) as { access_token?: unknown }).access_token)
      if (frame.event === 'broadcast') return passOn(frame)
      if (frame.event === 'presence') trackPresence(frame)
    },
    stop,
    expire,
  }
}
