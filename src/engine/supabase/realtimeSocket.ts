import { setTimeout as wait } from 'node:timers/promises'
import { toBindingId } from './changeBinding.ts'
import { type Broadcast, decodeFrame, encodeBroadcast, encodeFrame, type Frame, type FrameVersion } from './frame.ts'
import { readJoinConfig } from './joinConfig.ts'
import { createRealtimeChannel, type RealtimeChannel } from './realtimeChannel.ts'
import type { RealtimeContext } from './realtimeContext.ts'
import { report } from '../report.ts'
import { toJoinError } from './tokenWords.ts'
import { readTopicAccess } from './topicAccess.ts'

/** One client's connection: its joined topics. */
export interface RealtimeSocket {
  readonly receive: (data: Buffer, isBinary: boolean) => void
  readonly expireTokens: () => void
  readonly crashChannels: () => void
  /** The connection is gone. */
  readonly stop: () => void
}

export interface RealtimeSocketOptions {
  readonly context: RealtimeContext
  readonly version: FrameVersion
  /** The `apikey` it has connected with, for channels that bring no token. */
  readonly connectionToken: string
  readonly send: (data: string | Buffer) => void
}

export function createRealtimeSocket({
  context,
  version,
  connectionToken,
  send,
}: RealtimeSocketOptions): RealtimeSocket {
  const { faults, settings, tokens } = context
  const channels = new Map<string, RealtimeChannel>()
  let isStopped = false

  const push = (frame: Frame) => {
    if (!isStopped) send(encodeFrame(frame, version))
  }
  const reply = ({ joinRef, ref, topic }: Frame, status: 'ok' | 'error', response: unknown) =>
    push({ joinRef, ref, topic, event: 'phx_reply', payload: { status, response } })
  const replyUnmatched = (frame: Frame) => reply({ ...frame, joinRef: null }, 'error', { reason: 'unmatched topic' })
  const pushBroadcast = (topic: string, broadcast: Broadcast) => {
    if (!isStopped) send(encodeBroadcast(topic, broadcast, version))
  }
  /** The server sleeps before it tells a refusal, and the whole socket with it. */
  const refuse = async (frame: Frame, reason: string) => {
    await wait(settings.joinErrorDelayMs, null, { ref: false })
    reply(frame, 'error', { reason })
  }

  const join = async (frame: Frame) => {
    const { topic, payload } = frame
    if (faults.unansweredJoin) return
    if (!topic.startsWith('realtime:')) return replyUnmatched(frame)
    if (topic === 'realtime:') return refuse(frame, 'TopicNameRequired: You must provide a topic name')
    if (faults.joinError !== null) return refuse(frame, faults.joinError)
    const token = readToken(payload) ?? connectionToken
    const result = await tokens.verify(token)
    if (!result.ok) return refuse(frame, toJoinError(result))
    const config = readJoinConfig(payload)
    const name = topic.slice('realtime:'.length)
    const access = config.isPrivate ? await readTopicAccess(context.database, name, result.claims) : null
    if (access?.canListen === false) {
      return refuse(frame, `Unauthorized: You do not have permissions to read from this Channel topic: ${name}`)
    }
    const joinRef = frame.joinRef ?? frame.ref
    const channel = createRealtimeChannel({
      ...{ context, topic, joinRef, config, token, access, claims: result.claims },
      reply,
      push: (event, pushed, refs = { joinRef: null, ref: null }) => push({ ...refs, topic, event, payload: pushed }),
      pushBroadcast: (broadcast) => pushBroadcast(topic, broadcast),
      onEnd: () => {
        if (channels.get(topic) === channel) channels.delete(topic)
      },
    })
    const previous = channels.get(topic)
    channels.set(topic, channel)
    reply({ ...frame, joinRef }, 'ok', {
      postgres_changes: config.changes.map((params) => ({
        id: toBindingId(params),
        ...params,
        ...(faults.mismatchedJoin && { table: 'another' }),
      })),
    })
    if (previous !== undefined) end(topic, previous)
    channel.start()
  }
  /** With its own join's ref, so that the client can tell whether it means the one it has now. */
  const end = (topic: string, { joinRef, stop }: RealtimeChannel) => {
    stop()
    push({ joinRef, ref: joinRef, topic, event: 'phx_close', payload: {} })
  }

  const leave = (frame: Frame) => {
    const channel = channels.get(frame.topic)
    if (channel === undefined) return reply(frame, 'ok', {})
    if (isStale(frame, channel)) return
    channels.delete(frame.topic)
    reply({ ...frame, joinRef: channel.joinRef }, 'ok', {})
    end(frame.topic, channel)
  }

  const answer = async (frame: Frame): Promise<void> => {
    if (isStopped) return
    if (frame.topic === 'phoenix' && frame.event === 'heartbeat') {
      if (!faults.deafHeartbeat) reply({ ...frame, joinRef: null }, 'ok', {})
      return
    }
    if (frame.event === 'phx_join') return join(frame)
    if (frame.event === 'phx_leave') return leave(frame)
    const channel = channels.get(frame.topic)
    if (channel === undefined) return replyUnmatched(frame)
    if (!isStale(frame, channel)) await channel.receive(frame)
  }

  let queue: Promise<void> = Promise.resolve()
  return {
    receive: (data, isBinary) => {
      const frame = decodeFrame(data, isBinary, version)
      if (frame !== null)
        queue = queue.then(() => answer(frame)).catch((error: unknown) => report('answer a Realtime frame', error))
    },
    expireTokens: () => {
      for (const channel of [...channels.values()]) channel.expire()
    },
    crashChannels: () => {
      for (const [topic, { joinRef, stop }] of channels) {
        stop()
        push({ joinRef, ref: joinRef, topic, event: 'phx_error', payload: {} })
      }
      channels.clear()
    },
    stop: () => {
      isStopped = true
      for (const channel of channels.values()) channel.stop()
      channels.clear()
    },
  }
}

/** Of a join before the present one; a frame without a ref counts for any. */
function isStale({ joinRef }: Frame, channel: RealtimeChannel): boolean {
  return joinRef !== null && joinRef !== channel.joinRef
}

/** The new opaque keys stand for the connection's own. */
function readToken(payload: unknown): string | null {
  const { access_token, user_token } = Object(payload) as Record<string, unknown>
  const token = access_token ?? user_token
  return typeof token === 'string' && token !== '' && !token.startsWith('sb_') ? token : null
}
