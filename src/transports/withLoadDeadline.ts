import { ConversationError } from '../domain/errors.ts'
import { withDeadline } from '../lib/withDeadline.ts'

/** A script that takes longer is not waited for: a line that went silent never ends its requests. */
const LOAD_DEADLINE_MS = 15_000

/**
 * Waits for code that is loaded now, 15 s at most.
 *
 * @throws ConversationError `timeout`, or what `load` rejects with.
 */
export function withLoadDeadline<T>(load: () => Promise<T>): Promise<T> {
  return withDeadline(
    LOAD_DEADLINE_MS,
    load,
    () => new ConversationError('timeout', 'unable to connect; its code was not loaded in time.'),
  )
}
