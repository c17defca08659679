import type { EngineContext } from '../../engineContext.ts'
import { invalid, Problem } from '../../problem.ts'
import { report } from '../../report.ts'
import { conversationRoom, type WireSocket } from '../../socket/socketTypes.ts'
import { checkConversation } from '../../store/conversationQueries.ts'
import { isUuid } from '../../store/isUuid.ts'
import { createRoomKeeper } from '../roomKeeper.ts'
import type { PyTakeEvents } from './payloads.ts'

/** Carries out one command. Resolves to `false` when it is dropped as if it had never come. */
type Command = (payloads: readonly unknown[]) => Promise<boolean>

/**
 * Hands a socket's events to PyTake's commands. They are answered by events; what makes a Python handler fail on its
 * arguments (no object, too many of them, an unknown name) is answered by nothing.
 */
export function answerCommands(socket: WireSocket<PyTakeEvents>, context: EngineContext): void {
  const { quirks } = context.settings
  const commands = createCommands(socket, context)
  socket.onAny((name: string, ...input: unknown[]) => {
    const last = input.at(-1)
    const acknowledge =
      typeof last === 'function' && quirks.emptyAcks ? () => void Reflect.apply(last, undefined, []) : null
    const payloads = typeof last === 'function' ? input.slice(0, -1) : input
    const command = commands.get(name)
    command?.(payloads).then(
      (isCarriedOut) => {
        if (isCarriedOut) acknowledge?.()
      },
      (error: unknown) => {
        if (!(error instanceof Problem)) return report('carry out a socket event', error)
        const isUnknown = error.code === 'NOT_FOUND'
        socket.emit('error', { message: isUnknown ? 'Conversation not found' : 'Invalid conversation_id' })
        acknowledge?.()
      },
    )
  })
}

function createCommands(socket: WireSocket<PyTakeEvents>, context: EngineContext): ReadonlyMap<string, Command> {
  const { database, settings } = context
  const { quirks } = settings
  const rooms = createRoomKeeper(socket, quirks)
  const { userId, workspaceId } = socket.data.caller
  const check = (id: string) => checkConversation(database, workspaceId, id)
  const toRoom = (id: string) => conversationRoom(quirks.caseSensitiveRooms ? id : id.toLowerCase())

  /** For commands that take `{ conversation_id }`. */
  const withConversation =
    (run: (id: string) => Promise<void>): Command =>
    async (payloads) => {
      const [payload] = payloads
      if (payloads.length !== 1 || typeof payload !== 'object' || payload === null || Array.isArray(payload))
        return false
      await run(readConversationId(payload))
      return true
    }

  const type = (isTyping: boolean) =>
    withConversation(async (id) => {
      await check(id)
      const typing = { conversation_id: id, user_id: userId ?? workspaceId, typing: isTyping }
      socket.to(toRoom(id)).emit('user_typing', typing)
    })

  return new Map<string, Command>([
    [
      'join_conversation',
      withConversation(async (id) => {
        await rooms.join(toRoom(id), () => check(id))
        socket.emit('joined_conversation', { conversation_id: id, message: `Joined conversation ${id}` })
      }),
    ],
    [
      'leave_conversation',
      withConversation(async (id) => {
        await rooms.leave(toRoom(id))
        socket.emit('left_conversation', { conversation_id: id })
      }),
    ],
    ['typing_start', type(true)],
    ['typing_stop', type(false)],
    [
      'ping',
      async ({ length }) => {
        if (length > 1 || (length === 1 && quirks.dropsPingPayload)) return false
        socket.emit('pong', { timestamp: quirks.pongSaysNow ? 'now' : new Date().toISOString() })
        return true
      },
    ],
  ])
}

/** An own field: what a prototype could lend is none. */
function readConversationId(payload: object): string {
  const id: unknown = Object.hasOwn(payload, 'conversation_id') ? Reflect.get(payload, 'conversation_id') : undefined
  if (!isUuid(id)) throw invalid('conversation_id', 'expected a UUID')
  return id
}
