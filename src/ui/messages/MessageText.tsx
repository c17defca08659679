'use client'
import { useState, type ReactNode } from 'react'
import { linkify } from '../../domain/linkify.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import { LinkButton } from '../LinkButton.tsx'
import { LONGEST_TEXT } from '../longestText.ts'

export interface MessageTextProps {
  readonly text: string
}

/** A message's words as they were written, with links. Text is text: nothing in it is ever markup. */
export function MessageText({ text }: MessageTextProps): ReactNode {
  const { words } = useLanguage()
  const [isWhole, setIsWhole] = useState(false)
  // What is longer came another way, and is laid out only when asked for.
  const isCut = !isWhole && text.length > LONGEST_TEXT
  const pieces = linkify(isCut ? text.slice(0, LONGEST_TEXT) : text)
  return (
    <>
      <bdi className="crm-text">
        {pieces.map(({ text: piece, href }, position) =>
          href ? (
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
