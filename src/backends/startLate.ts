import { ConversationError } from '../domain/errors.ts'
import type { Late } from '../lib/late.ts'

/**
 * The code of a backend that is to be started.
 *
 * @throws ConversationError `disabled` where it is not enabled, `disconnected` while the code is not loaded.
 */
export function startLate<Code>(name: string, isEnabled: boolean, code: Late<Code>): Code {
  if (!isEnabled) {
    throw new ConversationError('disabled', `unable to start ${name}; it has no url in this environment.`)
  }
  const loaded = code.peek()
  if (loaded !== null) return loaded
  // Whoever has put another backend around this one, without its `code`, finds it with the next attempt.
  code.load().catch(() => {})
  throw new ConversationError('disconnected', `unable to start ${name}; its code is not there yet.`)
}
