import * as v from 'valibot'
import { ConversationError } from '../../domain/errors.ts'
import type { Frame } from '../../transports/transport.ts'
import type { JoinAnswer } from '../../transports/webSocketClient.ts'
import type { CommandTable } from '../commandTable.ts'
import { ErrorSchema, RoomSchema } from './schema.ts'
import { toUuid } from './toUuid.ts'

/** Says a command in PyTake's words. */
export const commands: CommandTable = {
  subscribe: ({ conversationId }) => toFrame('join_conversation', conversationId),
  unsubscribe: ({ conversationId }) => toFrame('leave_conversation', conversationId),
  notifyTyping: ({ conversationId, isTyping }) => toFrame(isTyping ? 'typing_start' : 'typing_stop', conversationId),
  // With any payload, `{}` included, it is dropped without a word.
  ping: () => ({ name: 'ping', payload: undefined }),
}

function toFrame(name: string, conversationId: string): Frame {
  return { name, payload: { conversation_id: toUuid(conversationId) } }
}

/** A refusal does not say of what: where several conversations are being joined, none of them is blamed. */
export function readJoin({ name, payload }: Frame): JoinAnswer | null {
  if (name === 'joined_conversation') {
    const parsed = v.safeParse(RoomSchema, payload)
    return parsed.success ? { room: toUuid(parsed.output.conversation_id), error: null } : null
  }
  if (name !== 'error') return null
  const parsed = v.safeParse(ErrorSchema, payload)
  const isRefusal =
    parsed.success && /invalid|not found|denied|forbidden|not allowed|permission/i.test(parsed.output.message)
  if (!isRefusal) return null
  const error = new ConversationError('not_found', 'unable to follow the conversation; PyTake knows none with this id.')
  return { room: null, error }
}
