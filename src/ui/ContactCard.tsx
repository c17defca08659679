'use client'
import type { ReactNode } from 'react'
import { formatPhone, toChannelName, type Conversation } from '../domain/conversation.ts'
import { Avatar } from './Avatar.tsx'
import { toContactName } from './contactName.ts'
import { cx } from './cx.ts'
import { useLanguage } from './languages/useLanguage.ts'

export interface ContactCardProps {
  readonly conversation: Pick<Conversation, 'contact' | 'channel'>
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** The customer: face, name, number to call, and the channel. */
export function ContactCard({ conversation: { contact, channel }, className }: ContactCardProps): ReactNode {
  const { words } = useLanguage()
  const phone = formatPhone(contact.phone)
  const channelName = toChannelName(channel)
  return (
    <div className={cx('crm-contact', className)}>
      <Avatar contact={contact} />
      <h3 dir="auto">{toContactName(contact, words)}</h3>
      {phone && (
        <a className="crm-phone" href={`tel:+${contact.phone}`}>
          <bdi>{phone}</bdi>
        </a>
      )}
      {channelName && <span className="crm-time">{channelName}</span>}
    </div>
  )
}
