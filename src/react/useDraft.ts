'use client'
import { useReducer } from 'react'
import type { ConversationClient } from '../client/conversationClient.ts'
import type { Message } from '../domain/message.ts'
import { useConversationClient } from './conversationContext.ts'

/** What an agent left in a conversation's box. */
export interface Draft {
  readonly text: string
  readonly replyTo: Message | null
}

export interface UseDraftResult extends Draft {
  /** Renders nothing: `text` is what the box begins with, and what is in it from then on the box has itself. */
  readonly keepText: (text: string) => void
  readonly setReplyTo: (message: Message | null) => void
}

const EMPTY: Draft = { text: '', replyTo: null }

/** They outlive the inbox, and never pass to another user: who signs in has another client. */
const kept = new WeakMap<ConversationClient, Map<string, Draft>>()

/** The draft of each conversation that was left with words in its box, or with a message to be answered. */
export function useDraft(conversationId: string): UseDraftResult {
  const client = useConversationClient()
  const drafts = kept.get(client) ?? new Map<string, Draft>()
  kept.set(client, drafts)
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
