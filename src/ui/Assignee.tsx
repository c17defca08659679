'use client'
import type { ReactNode } from 'react'
import { Avatar } from './Avatar.tsx'
import { useLanguage } from './languages/useLanguage.ts'

export interface AssigneeProps {
  readonly name: string
  readonly avatarUrl?: string | null
  readonly className: string
}

/** The face of whoever answers a conversation; the name is its tooltip, and is read out. */
export function Assignee({ name, avatarUrl, className }: AssigneeProps): ReactNode {
  const { words } = useLanguage()
  const label = words.assignedTo(name)
  return (
    <span className={className} title={label}>
      <Avatar contact={{ name, avatarUrl }} />
      <span className="crm-hidden">{label}</span>
    </span>
  )
}
