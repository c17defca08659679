'use client'
import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { cx } from './cx.ts'

/** A button among words. Where it leads nowhere it is not there. */
export function LinkButton({ className, ...props }: ButtonHTMLAttributes<HTMLButtonElement>): ReactNode {
  return props.onClick && <button type="button" {...props} className={cx('crm-link', className)} />
}
