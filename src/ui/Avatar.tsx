'use client'
import type { ReactNode } from 'react'
import type { Contact } from '../domain/conversation.ts'
import { cx } from './cx.ts'
import { isSafeMedia } from '../domain/linkify.ts'

export interface AvatarProps {
  /** Of a colleague less is known. */
  readonly contact: Pick<Contact, 'name'> & { readonly [Field in keyof Contact]?: Contact[Field] | undefined }
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
      {toInitials(name) || (phone ? `+${phone.slice(0, 2)}` : '?')}
    </span>
  )
}

/** Of the first word and the last. Whole characters: half of a surrogate pair is no letter. */
function toInitials(name: string | null): string {
  const [first = '', ...others] = name?.match(/[\p{L}\p{N}]+/gu) ?? []
  const letters = [first, others.at(-1) ?? ''].map(([letter]) => letter)
  return letters.join('').toUpperCase()
}

function toHue(text: string): number {
  let hash = 0
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 360
  return hash
}
