'use client'
import type { HTMLAttributes, ReactNode } from 'react'
import type { PresenceStatus } from '../domain/presence.ts'
import { Avatar, type AvatarProps } from './Avatar.tsx'
import { cx } from './cx.ts'
import { PresenceDot } from './PresenceDot.tsx'

export interface FaceProps extends Pick<AvatarProps, 'contact'>, HTMLAttributes<HTMLElement> {
  /** Whether they are there, where that is known. */
  readonly presence?: PresenceStatus | undefined
}

/** Somebody's picture, with the dot that tells whether they are there. */
export function Face({ contact, presence, className, ...rest }: FaceProps): ReactNode {
  return (
    <span {...rest} className={cx('crm-face', className)}>
      <Avatar contact={contact} />
      {presence && <PresenceDot status={presence} />}
    </span>
  )
}
