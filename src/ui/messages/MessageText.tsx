'use client'
import { useState, type ReactNode } from 'react'
import { isSafeLink, linkify } from '../../domain/linkify.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import { LinkButton } from '../LinkButton.tsx'

export interface MessageTextProps {
  readonly text: string
}

/** What a channel takes at most; what is longer came another way, and is laid out only when asked for. */
const LONGEST_TEXT = 4_096

/** A message's words as they were written, with links. Text is text: nothing in it is ever markup. */
export function MessageText({ text }: MessageTextProps): ReactNode {
  const { words } = useLanguage()
  const [isWhole, setIsWhole] = useState(false)
  const isCut = !isWhole && text.length > LONGEST_TEXT
  const pieces = linkify(isCut ? text.slice(0, LONGEST_TEXT) : text)
  return (
    <>
      <bdi className="crm-text">
        {pieces.map(({ text: piece, href }, position) =>
          isSafeLink(href) ? (
            // A link never moves: the pieces of one text are always the same.
            // oxlint-disable-next-line react/no-array-index-key
            <a key={position} href={href} target="_blank" rel="noopener noreferrer">
              {piece}
            </a>
          ) : (
            piece
          ),
        )}
        {isCut && '…'}
      </bdi>
      {isCut && (
        <LinkButton className="crm-show-all" onClick={() => setIsWhole(true)}>
          {words.showAll}
        </LinkButton>
      )}
    </>
  )
}
