import * as v from 'valibot'
import type { EngineContext } from '../engineContext.ts'
import { parseInput } from '../input.ts'
import { Problem } from '../problem.ts'
import { checkConversation } from '../store/conversationQueries.ts'
import { isUuid } from '../store/isUuid.ts'
import { createPresenceBook, type PresenceBook, type Whereabouts } from './presenceBook.ts'
import type { SocketCommand } from './socketCommands.ts'
import { type EngineServer, type EngineSocket, workspaceRoom } from './socketTypes.ts'

const PresenceSchema = v.object({
  status: v.picklist(['online', 'away', 'offline']),
  viewing: v.nullish(v.pipe(v.string(), v.minLength(1), v.maxLength(512)), null),
})
/** A line that comes straight back is nobody's leaving. */
const LEAVING_MS = 2_000

/**
 * Tells each workspace who of its users is there, and what each looks at. Returns what makes the command of one socket.
 */
export function createPresence(
  io: EngineServer,
  { database }: Pick<EngineContext, 'database'>,
): (socket: EngineSocket) => SocketCommand {
  const books = new Map<string, PresenceBook>()

  const getBook = (workspaceId: string) => {
    const known = books.get(workspaceId) ?? createPresenceBook()
    books.set(workspaceId, known)
    return known
  }
  const set = (socket: EngineSocket, whereabouts: Whereabouts | null) => {
    const { workspaceId, userId, userName } = socket.data.caller
    if (userId === null) throw new Problem('FORBIDDEN', 'forbidden: the token names no user')
    const book = getBook(workspaceId)
    const presence = book.set({ id: userId, name: userName }, socket.id, whereabouts)
    if (book.list().length === 0) books.delete(workspaceId)
    io.to(workspaceRoom(workspaceId)).except(socket.id).emit('presence', presence)
  }
  /** What this workspace does not have is not looked at. */
  const toViewing = async (workspaceId: string, viewing: string | null): Promise<string | null> => {
    const id = viewing?.toLowerCase() ?? null
    if (id === null || !isUuid(id)) return null
    const isOwn = await checkConversation(database, workspaceId, id).then(
      () => true,
      () => false,
    )
    return isOwn ? id : null
  }

  return (socket) => {
    const { workspaceId, userId } = socket.data.caller
    let isListed = false
    let previous: Promise<unknown> = Promise.resolve()
    socket.on('disconnect', () => {
      if (isListed) setTimeout(() => set(socket, null), LEAVING_MS).unref()
    })

    const announce: SocketCommand = async (payload) => {
      const { status, viewing } = parseInput(PresenceSchema, payload)
      const conversationId = await toViewing(workspaceId, viewing)
      if (!socket.connected) return
      const others = getBook(workspaceId).list()
      if (!isListed) for (const each of others) if (each.userId !== userId) socket.emit('presence', each)
      set(socket, status === 'offline' ? null : { status, viewing: conversationId })
      isListed = status !== 'offline'
    }
    return (payload) => {
      // One at a time: one that has to ask the database must not overtake the next.
      const answer = previous.then(() => announce(payload))
      previous = answer.catch(() => {})
      return answer
    }
  }
}
