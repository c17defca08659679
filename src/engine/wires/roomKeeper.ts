import { setTimeout as wait } from 'node:timers/promises'

/** The part of a socket that joins and leaves. */
interface RoomSocket {
  readonly connected: boolean
  readonly join: (room: string) => Promise<void> | void
  readonly leave: (room: string) => Promise<void> | void
}

/** One socket's rooms, where joining takes a while because it is checked first. */
export interface RoomKeeper {
  /** Joins when `check` has passed, unless the room was left meanwhile. Rejects with what `check` says. */
  readonly join: (room: string, check: () => Promise<void>) => Promise<void>
  readonly leave: (room: string) => Promise<void>
}

export function createRoomKeeper(socket: RoomSocket, { joinDelayMs }: { readonly joinDelayMs: number }): RoomKeeper {
  const wanted = new Set<string>()
  return {
    join: async (room, check) => {
      wanted.add(room)
      try {
        await check()
        if (joinDelayMs > 0) await wait(joinDelayMs, null, { ref: false })
      } catch (error) {
        wanted.delete(room)
        throw error
      }
      // A socket that has gone meanwhile would stay in the room for ever.
      if (wanted.has(room) && socket.connected) await socket.join(room)
    },
    leave: async (room) => {
      wanted.delete(room)
      await socket.leave(room)
    },
  }
}
