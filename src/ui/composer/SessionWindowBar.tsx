'use client'
import type { ReactNode } from 'react'
import type { IsoTimestamp } from '../../lib/isoTimestamp.ts'
import { toChannelName } from '../contactName.ts'
import { cx } from '../cx.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import { LinkButton } from '../LinkButton.tsx'
import { Meter } from './Meter.tsx'
import { toSessionWindow, WHATSAPP_WINDOW_HOURS } from './sessionWindow.ts'
import { useMinutesLeft } from './useMinutesLeft.ts'

export interface SessionWindowBarProps {
  /** When it closes, by the channel's clock; `null`: not known, and nothing is shown. */
  readonly closesAt: IsoTimestamp | null
  /** How long it is open in all, in hours. Default: WhatsApp's 24. */
  readonly opensHours?: number
  /** The conversation's: `whatsapp`. */
  readonly channel?: string | null
  /** The way out when it has closed. Without it the sentence stands alone: a `Composer` that is locked has the button. */
  readonly onTemplate?: (() => void) | undefined
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/**
 * How long the customer can still be written to freely: a thin bar and a sentence, amber under two hours, and what to do
 * when it has closed. It is read out when it turns amber and when it closes, not every minute.
 */
export function SessionWindowBar(props: SessionWindowBarProps): ReactNode {
  const { words, formats } = useLanguage()
  const { closesAt, opensHours = WHATSAPP_WINDOW_HOURS, channel = null, onTemplate, className } = props
  const left = useMinutesLeft(closesAt)
  if (left === null) return null
  // No window is longer than it opens for, also where this computer's clock is behind.
  const minutes = Math.min(left, opensHours * 60)
  const { state, fraction } = toSessionWindow(minutes, opensHours)
  const name = toChannelName(channel)
  const isClosed = state === 'closed'
  return (
    <div className={cx('crm-window', className)} data-state={state}>
      {!isClosed && (
        <>
          <Meter value={fraction} />
          <span>{words.windowCloses(name, formats.timeLeft(minutes))}</span>
        </>
      )}
      <span role="status" className={isClosed ? undefined : 'crm-hidden'}>
        {isClosed ? words.windowClosed(name) : state === 'closing' && words.windowClosesSoon(name)}
      </span>
      {isClosed && <LinkButton onClick={onTemplate}>{words.chooseTemplate}</LinkButton>}
    </div>
  )
}
