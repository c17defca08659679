'use client'
import { forwardRef, type ButtonHTMLAttributes } from 'react'
import { cx } from './cx.ts'

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly label: string
  /** An outline on a square of 24. */
  readonly path: string
}

/** A sign that is pressed; its name is its tooltip, too. */
export const IconButton = forwardRef<HTMLButtonElement, IconButtonProps>(function IconButton(props, ref) {
  const { label, path, className, ...rest } = props
  return (
    <button
      ref={ref}
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={cx('crm-icon-button', className)}
    >
      <svg className="crm-icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  )
})

export const CLOSE_PATH = 'M7 7l10 10M17 7 7 17'
