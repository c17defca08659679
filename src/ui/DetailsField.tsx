'use client'
import type { ReactNode } from 'react'

export interface DetailsFieldProps {
  readonly name: string
  /** Nothing (`null`, `undefined`, `false`, an empty text): the field is not there. */
  readonly children?: ReactNode
}

/** A field of the details: what it is called, and what is known. */
export function DetailsField({ name, children }: DetailsFieldProps): ReactNode {
  if (!children && children !== 0) return null
  return (
    <div className="crm-field">
      <dt>{name}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  )
}
