'use client'
import type { ReactNode } from 'react'

const icon = (path: ReactNode) => (
  <svg className="crm-icon" viewBox="0 0 24 24" aria-hidden="true">
    {path}
  </svg>
)

/** Back to where one came from; mirrored where one reads from right to left. */
export const BackIcon = (): ReactNode => icon(<path d="M14.500 5.500 8 12l6.500 6.500" />)

export const CloseIcon = (): ReactNode => icon(<path d="m6.500 6.500 11 11m0-11-11 11" />)

/** A pane at the side. */
export const DetailsIcon = (): ReactNode =>
  icon(
    <>
      <circle cx="12" cy="12" r="8.500" />
      <path d="M12 11v5M12 7.700v.100" />
    </>,
  )

/** A clock: the line has been so for a while. */
export const LineIcon = (): ReactNode =>
  icon(
    <>
      <circle cx="12" cy="12" r="8.500" />
      <path d="M12 7v5l3 2" />
    </>,
  )
