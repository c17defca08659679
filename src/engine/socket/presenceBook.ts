import type { PresenceStatus } from '../../domain/presence.ts'

/** What one connection says of its user. */
export interface Whereabouts {
  readonly status: Exclude<PresenceStatus, 'offline'>
  readonly viewing: string | null
}

/** A user's presence, as the wire says it. */
export interface UserPresence {
  readonly userId: string
  readonly userName: string | null
  readonly status: PresenceStatus
  readonly viewing: string | null
  readonly lastSeenAt: string
}

interface Connection extends Whereabouts {
  readonly id: string
}

interface User {
  readonly userName: string | null
  /** The one heard of last is last. */
  readonly connections: readonly Connection[]
  readonly lastSeenAt: string
}

/** Who is where in one workspace: a user is what all of that user's connections say together. */
export interface PresenceBook {
  /** `null`: this connection says nothing of its user any more. Returns what that makes of the user. */
  readonly set: (
    user: { readonly id: string; readonly name: string | null },
    connectionId: string,
    whereabouts: Whereabouts | null,
  ) => UserPresence
  /** Everybody who is not offline. */
  readonly list: () => readonly UserPresence[]
}

export function createPresenceBook(now: () => Date = () => new Date()): PresenceBook {
  const users = new Map<string, User>()
  return {
    set: ({ id, name }, connectionId, whereabouts) => {
      const others = users.get(id)?.connections.filter((each) => each.id !== connectionId) ?? []
      const connections = whereabouts === null ? others : [...others, { id: connectionId, ...whereabouts }]
      const user = { userName: name, connections, lastSeenAt: now().toISOString() }
      if (connections.length === 0) users.delete(id)
      else users.set(id, user)
      return toPresence(id, user)
    },
    list: () => [...users].map(([id, user]) => toPresence(id, user)),
  }
}

/** Online where any of them is; looks at what the connection that spoke last, and has something on screen, shows. */
function toPresence(userId: string, { userName, connections, lastSeenAt }: User): UserPresence {
  const shown = connections.findLast(({ status, viewing }) => status === 'online' && viewing !== null)
  const isOnline = connections.some(({ status }) => status === 'online')
  const status = isOnline ? 'online' : connections.length > 0 ? 'away' : 'offline'
  const viewing = isOnline ? shown?.viewing : connections.findLast((each) => each.viewing !== null)?.viewing
  return { userId, userName, status, viewing: viewing ?? null, lastSeenAt }
}
