/** What to do when a server refuses the handshake. */
export type RefusalVerdict =
  /** Renew the token and try once more; refused again, nobody is signed in. */
  | 'renew'
  /** It has nothing to do with the token: wait and try again. */
  | 'wait'
  /** It does not say: wait, and try again with a new token. */
  | 'unknown'

const WAIT_CODES = new Set(['TOO_MANY_CONNECTIONS', 'RATE_LIMITED', 'INTERNAL'])
const TOKEN_WORDS = /token|jwt|\bauth|unauth|forbidden|expired|signature|credential|denied|not allowed|permission/i

/**
 * Reads a `connect_error` that came from the server's middleware. New servers say why in `data.code`. Old ones have only a
 * free text: one that speaks of the token means it; any other is taken for something that passes (a database that is
 * starting, a limit), for to stop trying would be to give up.
 */
export function classifyRefusal(error: Error & { readonly data?: unknown }): RefusalVerdict {
  const data: unknown = error.data
  const code = typeof data === 'object' && data !== null && 'code' in data ? data.code : null
  if (typeof code === 'string') return WAIT_CODES.has(code) ? 'wait' : 'renew'
  return TOKEN_WORDS.test(error.message) ? 'renew' : 'unknown'
}
