import { useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react'
import { words } from './words.ts'

export interface ComposerProps {
  readonly onSend: (text: string) => void
  /** Called with every change: `true` while there is something in the box. */
  readonly onTyping?: ((isTyping: boolean) => void) | undefined
}

/** WhatsApp's limit. */
const LONGEST_TEXT = 4096

/** Where the agent writes. Enter sends, Shift+Enter breaks the line; a word being composed (IME) is never sent. */
export function Composer({ onSend, onTyping }: ComposerProps): ReactNode {
  const [text, setText] = useState('')
  const excess = text.length - LONGEST_TEXT
  const canSend = text.trim() !== '' && excess <= 0

  const send = (event?: FormEvent) => {
    event?.preventDefault()
    if (!canSend) return
    onSend(text.trim())
    setText('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <form className="crm-composer" onSubmit={send}>
      <textarea
        className="crm-composer-box"
        rows={1}
        value={text}
        aria-label={words.compose}
        placeholder={words.compose}
        aria-invalid={excess > 0}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.target.value)
          onTyping?.(event.target.value !== '')
        }}
      />
      <button type="submit" className="crm-icon-button crm-send" aria-label={words.send} disabled={!canSend}>
        <svg className="crm-icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 20V5M5.500 11.500 12 5l6.500 6.500" />
        </svg>
      </button>
      {excess > 0 && (
        <p className="crm-composer-note" data-tone="danger" role="alert">
          {words.tooLong(excess)}
        </p>
      )}
    </form>
  )
}
