'use client'
import type { ReactNode } from 'react'
import { formatPhone, type Conversation } from '../../domain/conversation.ts'
import type { Message } from '../../domain/message.ts'
import { Avatar } from '../Avatar.tsx'
import { toContactName } from '../contactName.ts'
import { ItemLines } from '../ItemLines.tsx'
import { useLanguage } from '../languages/useLanguage.ts'
import { toSummary } from '../messages/toSummary.ts'
import { Highlight } from './Highlight.tsx'
import { findRanges, fitRanges, type TextRange } from '../../domain/highlightRanges.ts'
import { toExcerpt } from '../../domain/toExcerpt.ts'

interface Found {
  readonly conversation: Conversation
  /**
   * What matched, as UTF-16 positions in the message's text, or in the conversation's name. Default: the query's words,
   * whatever their case and accents.
   */
  readonly ranges?: readonly TextRange[] | undefined
}

/** One hit: a conversation, or a message and the conversation that it is in. */
export type SearchResult =
  | (Found & { readonly kind: 'conversation' })
  | (Found & { readonly kind: 'message'; readonly message: Message })

export interface SearchResultProps {
  readonly result: SearchResult
  readonly query: string
}

/** What stands in a result's row. It is inside an option: text and pictures only. */
export function SearchResultView({ result, query }: SearchResultProps): ReactNode {
  const { words } = useLanguage()
  const { kind, conversation, ranges } = result
  const { contact, lastMessageAt } = conversation
  const name = toContactName(contact, words)
  // All of a text, for the match may be far down.
  const text = kind === 'message' ? toSummary(result.message, words, Infinity) : (formatPhone(contact.phone) ?? '')
  const mark = (value: string, isMatched: boolean) =>
    isMatched && ranges ? fitRanges(value, ranges) : findRanges(value, query)
  const excerpt = toExcerpt(text, mark(text, kind === 'message'))
  const at = kind === 'message' ? result.message.createdAt : lastMessageAt
  return (
    <>
      <Avatar contact={contact} />
      <ItemLines
        name={<Highlight text={name} ranges={mark(name, kind === 'conversation')} />}
        at={at}
        preview={text !== name && <Highlight {...excerpt} />}
      />
    </>
  )
}
