import * as v from 'valibot'
import { ConversationError, type ConversationErrorCode } from '../../domain/errors.ts'
import { AcknowledgementSchema } from './schema.ts'

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
  const { success, output } = v.safeParse(AcknowledgementSchema, answer)
  if (success && output.ok) return null
  if (!success || !output.error) {
    return new ConversationError('protocol_error', 'unable to read the acknowledgement; it is not { ok: boolean }.')
  }
  const { code } = output.error
  return new ConversationError(CODES.get(code) ?? 'server_error', `unable to do it; the server answered ${code}.`)
}
