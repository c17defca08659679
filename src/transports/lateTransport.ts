import { ConversationError, toConversationError } from '../domain/errors.ts'
import { createBackoff } from '../lib/backoff.ts'
import { createListeners } from '../lib/listeners.ts'
import { createNetworkHints } from '../lib/networkHints.ts'
import { createStore } from '../lib/store.ts'
import type { Frame, RoomEvent, Transport, TransportState } from './transport.ts'
import { withLoadDeadline } from './withLoadDeadline.ts'

const NOT_LOADED =
  'unable to connect; its code did not load. Requests do without. Where the network is back, reload the page: some browsers remember.'

/**
 * A transport whose code is loaded when it is first connected. Code that cannot be loaded, or is not there in time, is a
 * server that cannot be reached: it waits, with the reason in its state, and tries again. What was asked for meanwhile is
 * handed on.
 *
 * @param load Rejects with what is to be shown. Asked again after each rejection, after 15 s without an answer, and
 * when it is told to retry; never again once it has resolved.
 */
export function createLateTransport(load: () => Promise<Transport>): Transport {
  const state = createStore<TransportState>({ status: 'idle' })
  const backoff = createBackoff()
  const hints = createNetworkHints()
  const frames = createListeners<Frame>()
  const roomEvents = createListeners<RoomEvent>()
  /** Asked for before there was anybody to ask; counted. */
  const rooms = new Map<string, number>()
  /** Told before there was anybody to tell. That it does not is found out anyway. */
  let isAcknowledging = false
  let inner: Transport | null = null
  /** Grows with every decision to load or to stop, so that a late answer of an earlier one is ignored. */
  let run = 0
  let stopWaiting = () => {}
  let stopHints: (() => void) | null = null

  const begin = (loaded: Transport) => {
    stop()
    inner = loaded
    loaded.onFrame(frames.tell)
    loaded.onRoom(roomEvents.tell)
    for (const [room, count] of rooms) for (let each = 0; each < count; each += 1) loaded.subscribe(room)
    if (isAcknowledging) loaded.setAcknowledging(true)
    loaded.state.subscribe(() => state.set(loaded.state.get()))
    loaded.connect()
  }

  const attempt = () => {
    const mine = ++run
    stopWaiting()
    state.set({ status: 'connecting', attempt: backoff.attempts() + 1 })
    withLoadDeadline(load).then(
      (loaded) => {
        if (mine === run) begin(loaded)
      },
      (cause: unknown) => {
        if (mine === run) wait(toConversationError(cause, 'network_error', NOT_LOADED))
      },
    )
  }

  const wait = (error: ConversationError) => {
    const delayMs = backoff.next()
    const timer = setTimeout(attempt, delayMs)
    stopWaiting = () => clearTimeout(timer)
    state.set({ status: 'waiting', attempt: backoff.attempts(), retryAt: Date.now() + delayMs, error })
  }

  const stop = () => {
    run += 1
    stopWaiting()
    stopHints?.()
    stopHints = null
  }

  const retry = () => {
    if (inner !== null) inner.retry()
    // Also while it is being loaded: what hangs since the network went is not answered when it comes back.
    else if (state.get().status !== 'idle') attempt()
  }

  return {
    state,
    connect: () => {
      if (inner !== null) return inner.connect()
      stopHints ??= hints.subscribe((hint) => {
        if (hint !== 'offline') retry()
      })
      if (state.get().status === 'idle') attempt()
      else retry()
    },
    disconnect: () => {
      if (inner !== null) return inner.disconnect()
      stop()
      isAcknowledging = false
      backoff.reset()
      state.set({ status: 'idle' })
    },
    retry,
    reset: () => inner?.reset(),
    confirmHealthy: () => inner?.confirmHealthy(),
    setAcknowledging: (acknowledges) => {
      isAcknowledging = acknowledges
      inner?.setAcknowledging(acknowledges)
    },
    send: async (frame, options) => {
      if (inner !== null) return inner.send(frame, options)
      throw new ConversationError('disconnected', `unable to send "${frame.name}"; the connection is not open yet.`)
    },
    subscribe: (room) => {
      if (inner === null) rooms.set(room, (rooms.get(room) ?? 0) + 1)
      else inner.subscribe(room)
    },
    unsubscribe: (room) => {
      if (inner === null) rooms.set(room, Math.max(0, (rooms.get(room) ?? 0) - 1))
      else inner.unsubscribe(room)
    },
    onFrame: frames.add,
    onRoom: roomEvents.add,
  }
}
