import { ConversationError, type ConversationErrorCode } from '../domain/errors.ts'

/** Realtime says what is wrong in words only; the first rule that fits decides. */
const RULES: readonly (readonly [RegExp, ConversationErrorCode])[] = [
  // Such a filter stays wrong however often it is asked for.
  [/error parsing|22P02|invalid input syntax|invalid column|too many values/i, 'invalid_payload'],
  // Its words name tables and values, which may read like anything below.
  [/^unable to subscribe/i, 'server_error'],
  [/^unauthorized|^privateonly|permissions? to read/i, 'forbidden'],
  [/jwt|token|signature_error|fields `role`/i, 'unauthorized'],
  [/ratelimit|too many/i, 'rate_limited'],
  [/mismatch/i, 'protocol_error'],
  [/socket closed|transport failure|heartbeat/i, 'disconnected'],
]

const WORDS: Partial<Record<ConversationErrorCode, string>> = {
  unauthorized: 'it refused the token',
  forbidden: 'it does not let this user in',
  rate_limited: 'it has too much to do',
  invalid_payload: 'it cannot read the filter',
  protocol_error: 'it answered for other tables than were asked for',
  disconnected: 'the connection was lost',
}

/** Reads what Realtime says when a channel ends or is refused. Its words are not quoted: they may hold what a user wrote. */
export function classifyRealtimeError(message: string): ConversationError {
  const code = RULES.find(([rule]) => rule.test(message))?.[1] ?? 'server_error'
  return new ConversationError(code, `unable to listen to Supabase; ${WORDS[code] ?? 'it reported an error'}.`)
}
