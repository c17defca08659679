import * as v from 'valibot'
import type { Frame } from '../../transports/transport.ts'
import type { JoinAnswer } from '../../transports/webSocketClient.ts'
import type { CommandTable } from '../commandTable.ts'
import { RoomSchema } from './schema.ts'

/** Says a command in Kanban's words. A conversation is joined and left by its bare id. */
export const commands: CommandTable = {
  subscribe: ({ conversationId }) => ({ name: 'conversation:join', payload: conversationId }),
  unsubscribe: ({ conversationId }) => ({ name: 'conversation:leave', payload: conversationId }),
  notifyTyping: ({ conversationId, isTyping }) => ({ name: 'typing', payload: { conversationId, isTyping } }),
}

/** Some versions confirm; the others never say anything. */
export function readJoin({ name, payload }: Frame): JoinAnswer | null {
  if (name !== 'conversation:joined') return null
  const parsed = v.safeParse(RoomSchema, payload)
  return parsed.success ? { room: parsed.output, error: null } : null
}
