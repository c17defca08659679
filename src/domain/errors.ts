/** What can go wrong, as codes to switch on. */
export type ConversationErrorCode =
  /** An option is missing or makes no sense; `field` names it. */
  | 'invalid_option'
  /** A signing secret was passed to code that runs in a browser. */
  | 'signing_secret'
  /** The token is missing, expired or refused, and a renewed one was too. */
  | 'unauthorized'
  /** The token is good but may not do this. */
  | 'forbidden'
  /** No such conversation or message, or it belongs to another workspace. */
  | 'not_found'
  /** The server refused the input; `field` names it where the server said so. */
  | 'invalid_payload'
  /** Too many requests; try later. */
  | 'rate_limited'
  /** The server failed. */
  | 'server_error'
  /** No answer came from the network. */
  | 'network_error'
  /** No answer came in time. */
  | 'timeout'
  /** There is no live link to send over. */
  | 'disconnected'
  /** The caller cancelled. */
  | 'aborted'
  /** An answer came and was not what the protocol promises. */
  | 'protocol_error'
  /** The send was interrupted and this server cannot say whether it arrived. */
  | 'delivery_unknown'
  /** The backend cannot do this. */
  | 'unsupported'
  /** No backend is enabled. */
  | 'disabled'

export interface ConversationErrorOptions {
  readonly cause?: unknown
  /** The offending field or option. */
  readonly field?: string
}

/**
 * The one error class of the library. Messages read `unable to <do>; <reason>`, then what to do about it; they never
 * hold a token or the text of a message.
 *
 * @example
 * try {
 *   await client.sendMessage({ conversationId, type: 'text', text }).settled
 * } catch (error) {
 *   if (error instanceof ConversationError && error.code === 'unauthorized') signInAgain()
 * }
 */
export class ConversationError extends Error {
  override readonly name = 'ConversationError'
  readonly code: ConversationErrorCode
  readonly field: string | null

  constructor(code: ConversationErrorCode, message: string, { cause, field }: ConversationErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.field = field ?? null
  }
}

/** Asking again will not help: it is gone, or not ours, or the server knows no such thing. */
export function isHopeless(error: unknown): error is ConversationError {
  return error instanceof ConversationError && ['not_found', 'forbidden', 'invalid_payload'].includes(error.code)
}

/** Leaves a {@link ConversationError} as it is and wraps anything else. */
export function toConversationError(
  error: unknown,
  fallback: ConversationErrorCode,
  message: string,
): ConversationError {
  return error instanceof ConversationError ? error : new ConversationError(fallback, message, { cause: error })
}
