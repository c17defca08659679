import { ConversationError } from '../domain/errors.ts'
import { createListeners } from '../lib/listeners.ts'
import { createStore } from '../lib/store.ts'
import { createLoader } from './loader.ts'
import type { Frame, RoomEvent, Transport, TransportState } from './transport.ts'

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
  const frames = createListeners<Frame>()
  const roomEvents = createListeners<RoomEvent>()
  /** Asked for before there was anybody to ask; counted. */
  const rooms = new Map<string, number>()
  /** Told before there was anybody to tell. That it does not is found out anyway. */
  let isAcknowledging = false
  let inner: Transport | null = null

  const begin = (loaded: Transport) => {
    inner = loaded
    loaded.onFrame(frames.tell)
    loaded.onRoom(roomEvents.tell)
    for (const [room, count] of rooms) for (let each = 0; each < count; each += 1) loaded.subscribe(room)
    if (isAcknowledging) loaded.setAcknowledging(true)
    loaded.state.subscribe(() => state.set(loaded.state.get()))
    loaded.connect()
  }
  const loader = createLoader({
    load,
    onLoading: (attempt) => state.set({ status: 'connecting', attempt }),
    onLoaded: begin,
    onWaiting: (wait) => state.set({ status: 'waiting', ...wait }),
  })

  return {
    state,
    connect: () => {
      if (inner !== null) inner.connect()
      else if (state.get().status === 'idle') loader.start()
      else loader.retry()
    },
    disconnect: () => {
      if (inner !== null) return inner.disconnect()
      loader.stop()
      isAcknowledging = false
      state.set({ status: 'idle' })
    },
    retry: () => {
      if (inner === null) loader.retry()
      else inner.retry()
    },
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
