import { useReducer, useState } from 'react'
import type { Message } from '../../domain/message.ts'

/** What an agent left in a conversation's box. */
export interface Draft {
  readonly text: string
  readonly replyTo: Message | null
}

export interface UseDraftResult extends Draft {
  readonly keepText: (text: string) => void
  readonly setReplyTo: (message: Message | null) => void
}

const EMPTY: Draft = { text: '', replyTo: null }

/** The draft of each conversation that was left with words in its box, or with a message to be answered. */
export function useDraft(conversationId: string): UseDraftResult {
  const [drafts] = useState(() => new Map<string, Draft>())
  const [, renew] = useReducer((turn: number) => turn + 1, 0)
  const change = (part: Partial<Draft>) => {
    const draft = { ...EMPTY, ...drafts.get(conversationId), ...part }
    if (draft.text === '' && draft.replyTo === null) drafts.delete(conversationId)
    else drafts.set(conversationId, draft)
  }
  return {
    ...(drafts.get(conversationId) ?? EMPTY),
    // The box has its text itself: nothing renders again for a key.
    keepText: (text) => change({ text }),
    setReplyTo: (replyTo) => {
      change({ replyTo })
      renew()
    },
  }
}
