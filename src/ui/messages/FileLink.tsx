'use client'
import type { ReactNode } from 'react'

export interface FileLinkProps {
  readonly kind: 'document' | 'location'
  readonly href: string
  /** What stands in the square: a sign, or a few letters. */
  readonly tile: ReactNode
  readonly name: string
  readonly hint: string
}

/** Something that opens elsewhere, in a line: a square, its name, and a little more. */
export function FileLink({ kind, href, tile, name, hint }: FileLinkProps): ReactNode {
  return (
    <a className="crm-media crm-file" data-kind={kind} href={href} target="_blank" rel="noopener noreferrer">
      <span className="crm-file-tile" aria-hidden="true">
        {tile}
      </span>
      <span className="crm-file-text">
        <bdi>{name}</bdi>
        <small>{hint}</small>
      </span>
    </a>
  )
}
