'use client'
import { useRef, useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react'
import { cx } from './cx.ts'
import { useLanguage } from './languages/useLanguage.ts'

export interface ComposerProps {
  /** What was left in the box the last time. Read once. */
  readonly draft?: string
  /** Called with every change of what is in the box. */
  readonly onDraft?: ((text: string) => void) | undefined
  readonly onSend: (text: string) => void
  /** Called with every change: `true` while there is something in the box. */
  readonly onTyping?: ((isTyping: boolean) => void) | undefined
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** WhatsApp's limit. */
const LONGEST_TEXT = 4096

/** Where the agent writes. Enter sends, Shift+Enter breaks the line; a word being composed (IME) is never sent. */
export function Composer({ draft = '', onDraft, onSend, onTyping, className }: ComposerProps): ReactNode {
  const { words, formats } = useLanguage()
  const [text, setText] = useState(draft)
  const box = useRef<HTMLTextAreaElement>(null)
  const excess = text.length - LONGEST_TEXT
  const canSend = text.trim() !== '' && excess <= 0

  const change = (next: string) => {
    setText(next)
    onDraft?.(next)
  }
  const send = (event?: FormEvent) => {
    event?.preventDefault()
    // The next sentence goes where this one was written, also after a press on the button.
    box.current?.focus()
    if (!canSend) return
    onSend(text.trim())
    change('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // Safari ends the composition before it tells of the key: only its old code still says so.
    const isComposing = event.nativeEvent.isComposing || event.keyCode === 229
    if (event.key !== 'Enter' || event.shiftKey || isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <form className={cx('crm-composer', className)} onSubmit={send}>
      <textarea
        ref={box}
        className="crm-composer-box"
        dir="auto"
        rows={1}
        value={text}
        aria-label={words.compose}
        placeholder={words.compose}
        aria-invalid={excess > 0}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          change(event.target.value)
          onTyping?.(event.target.value !== '')
        }}
      />
      <button type="submit" className="crm-icon-button crm-send" aria-label={words.send} aria-disabled={!canSend}>
        <svg className="crm-icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 20V5M5.500 11.500 12 5l6.500 6.500" />
        </svg>
      </button>
      {excess > 0 && (
        <p className="crm-composer-note" data-tone="danger" role="alert">
          {words.tooLong(formats.count(excess))}
        </p>
      )}
    </form>
  )
}
