'use client'
import { type ClipboardEvent, type ReactNode, type Ref, useId } from 'react'
import { isSendKey } from './sendKey.ts'

export interface ComposerBoxProps {
  readonly box: Ref<HTMLTextAreaElement>
  readonly text: string
  readonly label: string
  /** What its keys do. */
  readonly hint: string
  readonly isTooLong: boolean
  readonly sendsOnEnter: boolean
  readonly onText: (text: string) => void
  readonly onSend: () => void
  readonly onPaste: (event: ClipboardEvent) => void
}

/** The box itself. It grows with its text to a limit, then it scrolls. */
export function ComposerBox(props: ComposerBoxProps): ReactNode {
  const { box, text, label, hint, isTooLong, sendsOnEnter, onText, onSend, onPaste } = props
  const id = useId()
  return (
    // The text again, unseen, gives the box its height: without measuring, and in every browser.
    <div className="crm-composer-grow" data-text={text}>
      <textarea
        ref={box}
        className="crm-composer-box"
        dir="auto"
        rows={1}
        value={text}
        aria-label={label}
        aria-describedby={id}
        placeholder={label}
        aria-invalid={isTooLong}
        enterKeyHint={sendsOnEnter ? 'send' : 'enter'}
        onPaste={onPaste}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (!isSendKey(event, sendsOnEnter)) return
          event.preventDefault()
          onSend()
        }}
      />
      <span id={id} hidden>
        {hint}
      </span>
    </div>
  )
}
