'use client'
import type { ReactNode } from 'react'
import type { Contact } from '../domain/conversation.ts'
import { cx } from './cx.ts'
import { isSafeMedia } from '../domain/linkify.ts'

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

/** The face of a colleague, of whom less is known. */
export function ColleagueAvatar({ name, avatarUrl = null }: Pick<Contact, 'name'> & Partial<Contact>): ReactNode {
  return <Avatar contact={{ id: null, name, phone: null, avatarUrl }} />
}

/** Of the first word and the last. Whole characters: half of a surrogate pair is no letter. */
function toInitials(name: string | null): string | null {
  const parts = (name ?? '').split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  const outer = parts.filter((_, index) => index === 0 || index === parts.length - 1)
  return (
    outer
      .map(([letter]) => letter)
      .join('')
      .toUpperCase() || null
  )
}

function toHue(text: string): number {
  let hash = 0
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 360
  return hash
}
