import type { DefaultEventsMap } from 'socket.io'
import type { WireServer } from '../socket/socketTypes.ts'

export interface TargetOptions {
  readonly rooms: readonly string[]
  /** `true`: a socket that is in two of the rooms is told twice. */
  readonly isPerRoom: boolean
  /** What is told holds links, which begin with the origin under which each client has reached the server. */
  readonly hasLinks: boolean
}

export interface Target<Events extends DefaultEventsMap> {
  readonly to: ReturnType<WireServer<Events>['to']>
  /** What links begin with; empty where there are none. */
  readonly origin: string
}

/** To whom something is emitted: the rooms together, each of them, or each socket in them. */
export function listTargets<Events extends DefaultEventsMap>(
  io: WireServer<Events>,
  { rooms, isPerRoom, hasLinks }: TargetOptions,
): readonly Target<Events>[] {
  const groups = isPerRoom ? rooms.map((room) => [room]) : [rooms]
  return groups.flatMap((group) => {
    if (!hasLinks) return [{ to: io.to([...group]), origin: '' }]
    const ids = new Set(group.flatMap((room) => [...(io.sockets.adapter.rooms.get(room) ?? [])]))
    // Every socket is also a room of its own.
    return [...ids].map((id) => ({ to: io.to(id), origin: io.sockets.sockets.get(id)?.data.origin ?? '' }))
  })
}
