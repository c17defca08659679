import type { ConversationId } from '../domain/ids.ts'
import type { RoomEvent } from '../transports/transport.ts'
import type { Link } from './link.ts'

/** Which conversations are wanted, and on which links they are live. */
export interface RoomWatch {
  /** Counted. Returns the undo. */
  readonly watch: (room: ConversationId) => () => void
  readonly rooms: () => readonly ConversationId[]
  /** Subscribes everything that is wanted on a link that was opened. */
  readonly attach: (link: Link) => void
  readonly detach: (link: Link) => void
  /** The link has said what became of the conversation: it flows, or is refused. */
  readonly settled: (link: Link, event: RoomEvent) => void
  /** The line is gone, and with it every subscription. */
  readonly forget: (link: Link) => void
  /** What the link has not said anything of yet. */
  readonly unsettled: (link: Link) => readonly ConversationId[]
  readonly isJoined: (link: Link, room: ConversationId) => boolean
  /** What the link has said of each conversation so far. */
  readonly events: (link: Link) => readonly RoomEvent[]
}

export function createRoomWatch(): RoomWatch {
  const counts = new Map<ConversationId, number>()
  const undos = new Map<Link, Map<ConversationId, () => void>>()
  const settled = new Map<Link, Map<ConversationId, RoomEvent>>()

  const release = (room: ConversationId) => {
    counts.delete(room)
    for (const [link, rooms] of undos) {
      rooms.get(room)?.()
      rooms.delete(room)
      settled.get(link)?.delete(room)
    }
  }
  return {
    watch: (room) => {
      const count = counts.get(room) ?? 0
      counts.set(room, count + 1)
      if (count === 0) for (const [link, rooms] of undos) rooms.set(room, link.watch(room))
      return () => {
        const left = (counts.get(room) ?? 1) - 1
        if (left > 0) counts.set(room, left)
        else release(room)
      }
    },
    rooms: () => [...counts.keys()],
    attach: (link) => {
      settled.set(link, new Map())
      undos.set(link, new Map([...counts.keys()].map((room) => [room, link.watch(room)])))
    },
    detach: (link) => {
      for (const undo of undos.get(link)?.values() ?? []) undo()
      undos.delete(link)
      settled.delete(link)
    },
    settled: (link, event) => void settled.get(link)?.set(event.room, event),
    forget: (link) => settled.get(link)?.clear(),
    unsettled: (link) => [...counts.keys()].filter((room) => settled.get(link)?.has(room) !== true),
    isJoined: (link, room) => settled.get(link)?.get(room)?.type === 'joined',
    events: (link) => [...(settled.get(link)?.values() ?? [])],
  }
}
