/** What to do when a server refuses the handshake. */
export type RefusalVerdict =
  /** Renew the token and try once more; refused again, nobody is signed in. */
  | 'renew'
  /** It has nothing to do with the token: wait and try again. */
  | 'wait'

const WAIT_CODES = new Set(['TOO_MANY_CONNECTIONS', 'RATE_LIMITED', 'INTERNAL'])
const WAIT_WORDS = /too many|rate|overload|unavailable|busy|try again|internal|timeout/i

/**
 * Reads a `connect_error` that came from the server's middleware. New servers say why in `data.code`; old ones only in a
 * free text, and where that says nothing either, the token is the likeliest reason.
 */
export function classifyRefusal(error: Error & { readonly data?: unknown }): RefusalVerdict {
  const data: unknown = error.data
  const code = typeof data === 'object' && data !== null && 'code' in data ? data.code : null
  if (typeof code === 'string') return WAIT_CODES.has(code) ? 'wait' : 'renew'
  return WAIT_WORDS.test(error.message) ? 'wait' : 'renew'
}
