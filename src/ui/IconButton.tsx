'use client'
import { forwardRef, type ButtonHTMLAttributes } from 'react'
import { cx } from './cx.ts'
import { Icon, type IconProps } from './icons.tsx'

export interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement>, IconProps {
  readonly label: string
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
      <Icon path={path} />
    </button>
  )
})
