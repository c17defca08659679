'use client'
import type { ReactNode } from 'react'
import { toChannelName } from '../../domain/conversation.ts'
import type { IsoTimestamp } from '../../lib/isoTimestamp.ts'
import { useSessionWindow } from '../../react/useSessionWindow.ts'
import { cx } from '../cx.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import { LinkButton } from '../LinkButton.tsx'
import { Meter } from './Meter.tsx'

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
  const { closesAt, opensHours, channel = null, onTemplate, className } = props
  const window = useSessionWindow(closesAt, opensHours)
  if (!window) return null
  const { state, fraction, minutesLeft } = window
  const name = toChannelName(channel)
  const isClosed = state === 'closed'
  return (
    <div className={cx('crm-window', className)} data-state={state}>
      {!isClosed && (
        <>
          <Meter value={fraction} />
          <span>{words.windowCloses(name, formats.timeLeft(minutesLeft))}</span>
        </>
      )}
      <span role="status" className={isClosed ? undefined : 'crm-hidden'}>
        {isClosed ? words.windowClosed(name) : state === 'closing' && words.windowClosesSoon(name)}
      </span>
      {isClosed && <LinkButton onClick={onTemplate}>{words.chooseTemplate}</LinkButton>}
    </div>
  )
}
