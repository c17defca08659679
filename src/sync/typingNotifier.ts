import type { ConversationId } from '../domain/ids.ts'
import { createTimers } from '../lib/timers.ts'

export interface TypingNotifier {
  /** Call it with every key the agent presses (`true`), and when the composer is emptied or left (`false`). */
  readonly notify: (conversationId: ConversationId, isTyping: boolean) => void
  readonly stop: () => void
}

/** Others forget a typist after a few seconds, so the word is repeated while the keys go on. */
const REPEAT_MS = 3_000
/** No key for so long, and the agent is thinking, not writing. */
const IDLE_MS = 4_000

/** Turns key presses into a few notices on the wire. */
export function createTypingNotifier(
  send: (conversationId: ConversationId, isTyping: boolean) => void,
): TypingNotifier {
  const timers = createTimers()
  const active = new Map<ConversationId, { readonly saidAt: number; readonly stopIdle: () => void }>()

  const notify = (conversationId: ConversationId, isTyping: boolean) => {
    const known = active.get(conversationId)
    known?.stopIdle()
    if (!isTyping) {
      if (active.delete(conversationId)) send(conversationId, false)
      return
    }
    const now = Date.now()
    const isDue = known === undefined || now - known.saidAt >= REPEAT_MS
    if (isDue) send(conversationId, true)
    active.set(conversationId, {
      saidAt: isDue ? now : known.saidAt,
      stopIdle: timers.start(IDLE_MS, () => notify(conversationId, false)),
    })
  }
  return {
    notify,
    stop: () => {
      for (const conversationId of [...active.keys()]) notify(conversationId, false)
      timers.clear()
    },
  }
}
