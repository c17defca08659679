/** This library: frames in at one end, through decoding, checking and the cache; the list out at the other. */
import type { BackendSession } from '../../../src/backends/backend.ts'
import { chatEngine } from '../../../src/backends/chatEngine/index.ts'
import { createConversationClient } from '../../../src/client/createConversationClient.ts'
import type { Message } from '../../../src/domain/message.ts'
import { createStore } from '../../../src/lib/store.ts'
import type { Frame, RoomEvent, TransportState } from '../../../src/transports/transport.ts'
import { unsignedJwt } from '../../helpers/jwt.ts'
import type { Contestant } from './contestant.ts'
import { CONVERSATION, type BenchInput } from './input.ts'
import { keepLoaded, toLoaded } from './loadedHistory.ts'

const token = unsignedJwt({ workspaceId: 'demo', sub: 'user-1' })

export const ours: Contestant = { name: 'react-crm-conversations, decoding and checking included', kind: 'us', prepare }

async function prepare({ history, frames }: BenchInput) {
  const clock = createFrameClock()
  const line = createLine()
  const backend = chatEngine({
    url: 'http://chat.invalid',
    getToken: () => token,
    fetch: async () => Response.json({ data: [], server_time: new Date().toISOString() }),
  })
  // As it is before a real line is up.
  await backend.code?.load()
  const start = (): BackendSession => ({ ...backend.start(), transport: line.transport })
  const client = createConversationClient({ backends: [{ ...backend, start }], polling: false })
  keepLoaded(client, toLoaded(history))
  const unmount = client.mount()
  const thread = client.watchMessages(CONVERSATION)
  const unsubscribe = thread.subscribe(() => {})
  line.say({ name: 'ready', payload: { userId: 'user-1', serverTime: new Date().toISOString(), capabilities: [] } })
  while (client.connection.get().status !== 'connected') await new Promise((resolve) => setTimeout(resolve, 1))
  // The index of what is held is made with the first receipt; a conversation on screen has had some.
  line.say({ name: 'messageStatus', payload: { messageId: history.at(-1)?.id, status: 'sent' } })
  clock.turn()
  let shown: readonly Message[] = []
  return {
    run: () => {
      for (const frame of frames) line.say(frame)
      clock.turn()
      shown = thread.get().messages
    },
    read: () => shown,
    end: () => {
      unsubscribe()
      thread.close()
      unmount()
      client.queryClient.clear()
      clock.stop()
    },
  }
}

/** A line that is up, and says what it is told to. */
function createLine() {
  const state = createStore<TransportState>({ status: 'idle' })
  const frameListeners = new Set<(frame: Frame) => void>()
  const roomListeners = new Set<(event: RoomEvent) => void>()
  const listen = <Listener>(listeners: Set<Listener>, listener: Listener) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  const nothing = () => {}
  const join = (room: string) => {
    for (const listener of roomListeners) listener({ type: 'joined', room, acknowledged: true })
  }
  const transport: BackendSession['transport'] = {
    state,
    connect: () => state.set({ status: 'connected', epoch: 1 }),
    disconnect: () => state.set({ status: 'idle' }),
    ...{ retry: nothing, reset: nothing, confirmHealthy: nothing, setAcknowledging: nothing, unsubscribe: nothing },
    send: async () => ({ ok: true }),
    subscribe: (room) => queueMicrotask(() => join(room)),
    onFrame: (listener) => listen(frameListeners, listener),
    onRoom: (listener) => listen(roomListeners, listener),
  }
  return {
    transport,
    say: (frame: Frame) => {
      for (const listener of frameListeners) listener(frame)
    },
  }
}

/** A page's frames, turned by hand: what waits for the next one is measured, and the waiting is not. */
function createFrameClock() {
  let due: (() => void)[] = []
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  const frames = {
    document: page,
    requestAnimationFrame: (callback: () => void) => due.push(callback),
    cancelAnimationFrame: () => {},
  }
  Object.assign(globalThis, frames)
  return {
    turn: () => {
      while (due.length > 0) {
        const callbacks = due
        due = []
        for (const callback of callbacks) callback()
      }
    },
    stop: () => {
      for (const name of Object.keys(frames)) Reflect.deleteProperty(globalThis, name)
    },
  }
}
