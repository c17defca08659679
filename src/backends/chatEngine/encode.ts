import * as v from 'valibot'
import type { Command } from '../../domain/commands.ts'
import { ConversationError, type ConversationErrorCode } from '../../domain/errors.ts'
import type { Frame } from '../../transports/transport.ts'
import { AcknowledgementSchema } from './schema.ts'

/** Says a command in ChatEngine's words. */
export function encode(command: Command): Frame {
  switch (command.type) {
    case 'subscribe':
      return { name: 'subscribe:conversation', payload: command.conversationId }
    case 'unsubscribe':
      return { name: 'unsubscribe:conversation', payload: command.conversationId }
    case 'notifyTyping':
      return { name: 'typing', payload: { conversationId: command.conversationId, isTyping: command.isTyping } }
    case 'announcePresence':
      return { name: 'presence', payload: { status: command.status, viewing: command.viewing } }
    case 'authenticate':
      return { name: 'authenticate', payload: { token: command.token } }
    case 'ping':
      return { name: 'ping', payload: {} }
  }
}

const CODES: ReadonlyMap<string, ConversationErrorCode> = new Map([
  ['NOT_FOUND', 'not_found'],
  ['FORBIDDEN', 'forbidden'],
  ['INVALID_PAYLOAD', 'invalid_payload'],
  ['RATE_LIMITED', 'rate_limited'],
  ['TOKEN_MISSING', 'unauthorized'],
  ['TOKEN_INVALID', 'unauthorized'],
  ['TOKEN_EXPIRED', 'unauthorized'],
])

/** The server's refusal in an acknowledgement, or `null` when all is well. */
export function readAcknowledgement(answer: unknown): ConversationError | null {
  const parsed = v.safeParse(AcknowledgementSchema, answer)
  if (!parsed.success) {
    return new ConversationError('protocol_error', 'unable to read the acknowledgement; it is not { ok: boolean }.')
  }
  if (parsed.output.ok) return null
  const { code } = parsed.output.error
  return new ConversationError(CODES.get(code) ?? 'server_error', `unable to do it; the server answered ${code}.`)
}
