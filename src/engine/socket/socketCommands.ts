import { setTimeout as wait } from 'node:timers/promises'
import * as v from 'valibot'
import type { EngineContext } from '../engineContext.ts'
import { parseInput } from '../input.ts'
import { notFound, Problem } from '../problem.ts'
import { checkConversation } from '../store/conversationQueries.ts'
import { DraftSchema } from '../store/draftSchema.ts'
import { isUuid } from '../store/isUuid.ts'
import { sendMessage } from '../store/sendMessage.ts'
import type { Caller } from '../tokens.ts'
import { conversationRoom, type EngineSocket } from './socketTypes.ts'

/** Carries out one event of a client; what it returns is added to the acknowledgement. */
export type SocketCommand = (payload: unknown) => Promise<object | void>

export interface SocketCommandsOptions {
  readonly socket: EngineSocket
  readonly context: EngineContext
  /** The connection goes on with this token. */
  readonly renew: (caller: Caller) => void
  readonly announcePresence: SocketCommand
}

const ConversationIdSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(512))
const TypingSchema = v.object({ conversationId: ConversationIdSchema, isTyping: v.boolean() })
const AuthenticateSchema = v.object({ token: v.string() })
const SendSchema = v.object({
  conversationId: v.optional(v.unknown()),
  content: v.optional(v.unknown()),
  messageId: v.optional(v.unknown()),
  replyToMessageId: v.optional(v.unknown()),
})

/** What this server takes from one socket, by the event's name. */
export function createSocketCommands(options: SocketCommandsOptions): Map<string, SocketCommand> {
  const { socket, context, renew, announcePresence } = options
  const { database, features, settings, tokens } = context
  /** Rooms that are asked for, also while they are being checked: leaving in between must win. */
  const wanted = new Set<string>()

  const check = (id: string) => {
    if (!isUuid(id)) throw notFound('conversation')
    return checkConversation(database, socket.data.caller.workspaceId, id)
  }

  const subscribe: SocketCommand = async (payload) => {
    const room = toRoom(parseInput(ConversationIdSchema, payload, 'conversationId'))
    wanted.add(room.name)
    try {
      await check(room.id)
      if (settings.quirks.joinDelayMs > 0) await wait(settings.quirks.joinDelayMs, null, { ref: false })
    } catch (error) {
      wanted.delete(room.name)
      throw error
    }
    // A socket that has gone meanwhile would stay in the room for ever.
    if (wanted.has(room.name) && socket.connected) await socket.join(room.name)
  }

  const unsubscribe: SocketCommand = async (payload) => {
    const { name } = toRoom(parseInput(ConversationIdSchema, payload, 'conversationId'))
    wanted.delete(name)
    await socket.leave(name)
  }

  const typing: SocketCommand = async (payload) => {
    const { conversationId, isTyping } = parseInput(TypingSchema, payload)
    const room = toRoom(conversationId)
    if (!socket.rooms.has(room.name)) await check(room.id)
    const { userId, workspaceId } = socket.data.caller
    socket.to(room.name).emit('typing', { conversationId: room.id, userId: userId ?? workspaceId, isTyping })
  }

  const send: SocketCommand = async (payload) => {
    const wire = parseInput(SendSchema, payload)
    const { conversationId, content, messageId, replyToMessageId } = wire
    const clientId = typeof messageId === 'string' ? messageId : null
    const input = { conversationId, type: 'text', content, replyToId: replyToMessageId, clientMessageId: messageId }
    const names = { replyToId: 'replyToMessageId', clientMessageId: 'messageId' }
    const { id } = await sendMessage(database, {
      caller: socket.data.caller,
      draft: parseInput(DraftSchema, input, '', names),
      idempotencyKey: features.has('idempotency') ? clientId : null,
    })
    return { messageId: id }
  }

  const authenticate: SocketCommand = async (payload) => {
    const { token } = parseInput(AuthenticateSchema, payload)
    const next = await tokens.verify(token)
    const { workspaceId, userId } = socket.data.caller
    if (next.workspaceId !== workspaceId || next.userId !== userId) {
      throw new Problem('FORBIDDEN', 'forbidden: the token is for somebody else; connect anew')
    }
    renew(next)
    return { tokenExpiresAt: next.expiresAt === null ? null : new Date(next.expiresAt).toISOString() }
  }

  return new Map<string, SocketCommand>([
    ['subscribe:conversation', subscribe],
    ['unsubscribe:conversation', unsubscribe],
    ['typing', typing],
    ['sendMessage', send],
    ...(features.has('authenticate') ? [['authenticate', authenticate] as const] : []),
    ...(features.has('presence') ? [['presence', announcePresence] as const] : []),
    ...(features.has('ping') ? [['ping', async () => {}] as const] : []),
  ])
}

/** Ids are compared in lower case, as Postgres writes them. */
function toRoom(conversationId: string) {
  const id = conversationId.toLowerCase()
  return { id, name: conversationRoom(id) }
}
