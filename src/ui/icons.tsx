'use client'
import type { ReactNode } from 'react'

export interface IconProps {
  /** An outline on a square of 24. */
  readonly path: string
}

/** A sign in the colour of its words. Decoration: the words stand beside it, or name the button that it is in. */
export function Icon({ path }: IconProps): ReactNode {
  return (
    <svg className="crm-icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  )
}

/** Back to where one came from; mirrored where one reads from right to left. */
export const BACK_PATH = 'M14.5 5.5 8 12l6.5 6.5'
export const CLOSE_PATH = 'm6.5 6.5 11 11m0-11-11 11'
/** A pane at the side. */
export const DETAILS_PATH = 'M3.5 12a8.5 8.5 0 1 0 17 0 8.5 8.5 0 1 0-17 0M12 11v5M12 7.7v.1'
/** A clock: the line has been so for a while. */
export const LINE_PATH = 'M3.5 12a8.5 8.5 0 1 0 17 0 8.5 8.5 0 1 0-17 0M12 7v5l3 2'
