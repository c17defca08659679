import * as v from 'valibot'
import type { EngineContext } from '../../engineContext.ts'
import { notFound, Problem } from '../../problem.ts'
import { report } from '../../report.ts'
import { conversationRoom, type WireSocket } from '../../socket/socketTypes.ts'
import { checkConversation } from '../../store/conversationQueries.ts'
import { isUuid } from '../../store/isUuid.ts'
import { createRoomKeeper } from '../roomKeeper.ts'
import type { KanbanEvents } from './payloads.ts'

type Command = (payload: unknown) => Promise<void>

const TypingSchema = v.object({ conversationId: v.string(), isTyping: v.boolean() })

/**
 * Hands a socket's events to Kanban's commands. There are no acknowledgements and no errors on this wire: what is wrong,
 * unknown or another tenant's is passed over in silence.
 */
export function answerCommands(socket: WireSocket<KanbanEvents>, context: EngineContext): void {
  const commands = createCommands(socket, context)
  socket.onAny((name: string, payload: unknown) => {
    commands
      .get(name)?.(payload)
      .catch((error: unknown) => {
        if (!(error instanceof Problem)) report('carry out a socket event', error)
      })
  })
}

function createCommands(socket: WireSocket<KanbanEvents>, context: EngineContext): ReadonlyMap<string, Command> {
  const { database, settings } = context
  const { quirks } = settings
  const { userId: id, userName, workspaceId } = socket.data.caller
  const userId = id ?? workspaceId
  const rooms = createRoomKeeper(socket, quirks)

  const join: Command = async (payload) => {
    const conversationId = readId(payload)
    await rooms.join(conversationRoom(conversationId), () => checkConversation(database, workspaceId, conversationId))
    if (quirks.fieldVariants) socket.emit('conversation:joined', { conversationId })
  }

  const leave: Command = async (payload) => rooms.leave(conversationRoom(readId(payload)))

  const typing: Command = async (payload) => {
    if (!v.is(TypingSchema, payload)) return
    const { isTyping } = payload
    const conversationId = readId(payload.conversationId)
    await checkConversation(database, workspaceId, conversationId)
    const others = socket.to(conversationRoom(conversationId))
    const notice = { conversationId, userId, isTyping }
    if (quirks.fieldVariants) others.emit('conversation:typing', { ...notice, userName: userName ?? userId })
    else others.emit('typing', notice)
  }

  return new Map([
    ['conversation:join', join],
    ['conversation:leave', leave],
    ['typing', typing],
    ...(quirks.fieldVariants ? [['conversation:typing', typing] as const] : []),
  ])
}

/** Ids are compared in lower case, as Postgres writes them. */
function readId(payload: unknown): string {
  if (!isUuid(payload)) throw notFound('conversation')
  return payload.toLowerCase()
}
