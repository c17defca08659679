'use client'
import type { ReactNode } from 'react'
import type { Contact } from '../domain/conversation.ts'
import { cx } from './cx.ts'
import { isSafeMedia } from './safeUrl.ts'

export interface AvatarProps {
  readonly contact: Contact
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** A contact's picture, or two letters on a colour of their own. Decoration: the name stands beside it. */
export function Avatar({ contact, className }: AvatarProps): ReactNode {
  const { name, phone, avatarUrl } = contact
  if (isSafeMedia(avatarUrl)) {
    return <img className={cx('crm-avatar', className)} src={avatarUrl} alt="" />
  }
  return (
    <span
      className={cx('crm-avatar', className)}
      style={{ '--crm-hue': toHue(name ?? phone ?? '') } as object}
      aria-hidden="true"
    >
      {toInitials(name) ?? (phone === null ? '?' : `+${phone.slice(0, 2)}`)}
    </span>
  )
}

function toInitials(name: string | null): string | null {
  const parts = (name ?? '').split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  const [first] = parts
  const last = parts.length > 1 ? parts.at(-1) : undefined
  return [first, last].map(toFirstLetter).join('').toUpperCase() || null
}

/** The first whole character: half of a surrogate pair is no letter. */
function toFirstLetter(word: string | undefined): string {
  const code = word?.codePointAt(0)
  return code === undefined ? '' : String.fromCodePoint(code)
}

function toHue(text: string): number {
  let hash = 0
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 360
  return hash
}
