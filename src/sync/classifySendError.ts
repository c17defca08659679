import type { ConversationError } from '../domain/errors.ts'

export type SendVerdict =
  /** It was not taken, or repeating it is safe: try again by itself. */
  | 'retry'
  /** It may have been taken: find out before anything else. */
  | 'unsure'
  /** Trying again by itself will not help: show it, with a retry beside it. */
  | 'fail'

/** Decides what a failed send means. `isSafe`: the server takes a repeated send for the same message. */
export function classifySendError(error: ConversationError, isSafe: boolean): SendVerdict {
  switch (error.code) {
    case 'rate_limited':
    case 'disconnected':
      return 'retry'
    case 'network_error':
    case 'timeout':
    case 'server_error':
    case 'protocol_error':
    case 'aborted':
      return isSafe ? 'retry' : 'unsure'
    case 'unauthorized':
    case 'forbidden':
    case 'not_found':
    case 'invalid_payload':
    case 'invalid_option':
    case 'signing_secret':
    case 'delivery_unknown':
    case 'unsupported':
    case 'disabled':
      return 'fail'
  }
}
