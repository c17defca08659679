'use client'
import { useRef, useState } from 'react'
import type { ComponentType, FormEvent, KeyboardEvent, ReactNode } from 'react'
import type { Message } from '../../domain/message.ts'
import { cx } from '../cx.ts'
import { IconButton } from '../IconButton.tsx'
import { useLanguage } from '../languages/useLanguage.ts'
import { LONGEST_TEXT } from '../longestText.ts'
import { isComposing } from '../listbox.ts'
import { takeKey } from '../takeKey.ts'
import { AttachmentPreview, type AttachmentPreviewProps } from './AttachmentPreview.tsx'
import type { FileLimits } from './checkFiles.ts'
import { ComposerBox } from './ComposerBox.tsx'
import { ComposerReply, type ComposerReplyProps } from './ComposerReply.tsx'
import { ComposerTools } from './ComposerTools.tsx'
import type { OutgoingAttachment } from './outgoingAttachment.ts'
import type { MessageTemplate } from './template.ts'
import { TemplatePicker, type TemplatePickerProps } from './TemplatePicker.tsx'
import { useComposerFocus } from './useComposerFocus.ts'
import { useFileIntake } from './useFileIntake.ts'

/** `accept` and `maxBytes` are what the channel takes; what is more is refused by name. */
export interface ComposerProps extends FileLimits {
  /** What was left in the box the last time. Read once. */
  readonly draft?: string
  /** The draft is an internal note. Read once. */
  readonly draftIsNote?: boolean
  /** Called with every change of what is in the box, and of what it is. */
  readonly onDraft?: ((text: string, isNote: boolean) => void) | undefined
  /** The text without the blanks around it; empty only where attachments go alone. */
  readonly onSend: (text: string) => void
  /**
   * Keeps an internal note. With it there is a switch for writing one; it is never passed to `onSend`. Taken away while
   * one is being written, the note waits in the box.
   */
  readonly onNote?: ((text: string) => void) | undefined
  /** Called with every change: `true` while there is something in the box for the customer. */
  readonly onTyping?: ((isTyping: boolean) => void) | undefined
  /** What is being answered; another one takes the focus to the box. */
  readonly replyTo?: Message | null
  /** Escape, or the button beside the quote. */
  readonly onCancelReply?: (() => void) | undefined
  /** Called with files that were chosen, dropped or pasted and are within the limits. With it there is a button for them. */
  readonly onAttach?: ((files: readonly File[]) => void) | undefined
  /** What goes with the message. Nothing is sent while one of them is not ready. */
  readonly attachments?: readonly OutgoingAttachment[]
  readonly onRemoveAttachment?: ((attachment: OutgoingAttachment) => void) | undefined
  readonly onRetryAttachment?: ((attachment: OutgoingAttachment) => void) | undefined
  /** `null` while they are being loaded. Default: none. */
  readonly templates?: readonly MessageTemplate[] | null
  /** With it there is a button for the templates. */
  readonly onTemplate?: ((template: MessageTemplate) => void) | undefined
  /** Default `true`: Shift+Enter breaks the line. `false`: Enter breaks it, Ctrl+Enter or Cmd+Enter sends. */
  readonly sendsOnEnter?: boolean
  /** The channel takes only templates now. Without `onTemplate` there is no way out, so nothing is locked. */
  readonly isLocked?: boolean
  /** What stands on it: the window's countdown, a warning. */
  readonly children?: ReactNode
  readonly slots?: ComposerSlots | undefined
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** Pieces that can be replaced. */
export interface ComposerSlots {
  readonly Reply?: ComponentType<ComposerReplyProps>
  readonly Attachments?: ComponentType<AttachmentPreviewProps>
  readonly Templates?: ComponentType<TemplatePickerProps>
}

const NONE: readonly OutgoingAttachment[] = []

/** Where the agent writes. A word being composed (IME) is never sent. */
export function Composer(props: ComposerProps): ReactNode {
  const { draft = '', draftIsNote = false, onDraft, onSend, onNote, onTyping, replyTo = null, onCancelReply } = props
  const { onAttach, attachments = NONE, templates = [], onTemplate, sendsOnEnter = true, isLocked = false } = props
  const { Reply = ComposerReply, Attachments = AttachmentPreview, Templates = TemplatePicker } = props.slots ?? {}
  const { words, formats } = useLanguage()
  const [text, setText] = useState(draft)
  // What was meant for the team stays that, also while notes cannot be kept: only the agent makes a message of it.
  const [isNote, setIsNote] = useState(draftIsNote)
  const [isPicking, setIsPicking] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const box = useRef<HTMLTextAreaElement>(null)
  const opener = useRef<HTMLButtonElement>(null)

  const isShutOut = isLocked && onTemplate !== undefined
  const isShut = isShutOut && !isNote
  // A note is its words; what was attached before waits for the message.
  const attach = isShutOut || isNote ? undefined : onAttach
  const going = isNote ? NONE : attachments
  // For a file that nobody takes the browser would leave the page, and the note.
  const files = useFileIntake(isNote ? () => {} : attach, props)
  const excess = text.length - LONGEST_TEXT
  /** What is said of it, once: the number changes with every key. */
  const [alarm, setAlarm] = useState(0)
  if (excess > 0 !== alarm > 0) setAlarm(excess)
  const isWaiting = going.some(({ state }) => state !== 'ready')
  const canSend =
    (text.trim() !== '' || going.length > 0) && excess <= 0 && !isWaiting && !isShut && !(isNote && !onNote)

  useComposerFocus({ form, box, replyToId: replyTo?.id, isShut })

  const change = (next: string) => {
    setText(next)
    onDraft?.(next, isNote)
  }
  const send = (event?: FormEvent) => {
    event?.preventDefault()
    // The next sentence goes where this one was written, also after a press on the button.
    box.current?.focus()
    if (!canSend) return
    if (isNote) onNote?.(text.trim())
    else {
      onSend(text.trim())
      onTyping?.(false)
    }
    files.dismissRefused()
    change('')
  }
  const switchNote = () => {
    setIsNote(!isNote)
    onDraft?.(text, !isNote)
    if (text !== '') onTyping?.(isNote)
    box.current?.focus()
  }
  const cancelReply =
    onCancelReply &&
    (() => {
      box.current?.focus()
      onCancelReply()
    })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !replyTo || !cancelReply || isComposing(event)) return
    takeKey(event)
    cancelReply()
  }
  const keys = sendsOnEnter ? words.enterSends : words.enterBreaks
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- files are dropped on it; the button is the other way
    <form
      ref={form}
      className={cx('crm-composer', props.className)}
      tabIndex={-1}
      data-note={isNote || undefined}
      data-locked={isShut || undefined}
      data-dropping={files.isDropping && !isNote ? words.dropFiles : undefined}
      onSubmit={send}
      onKeyDown={onKeyDown}
      {...files.dropHandlers}
    >
      {props.children}
      {replyTo && !isShut && <Reply message={replyTo} onCancel={cancelReply} />}
      {(attachments.length > 0 || files.refused.length > 0) && (
        <Attachments
          attachments={attachments}
          accept={props.accept}
          maxBytes={props.maxBytes}
          refused={files.refused}
          onDismiss={() => {
            files.dismissRefused()
            box.current?.focus()
          }}
          onRetry={props.onRetryAttachment}
          onRemove={(attachment) => {
            if (attachments.length === 1) box.current?.focus()
            props.onRemoveAttachment?.(attachment)
          }}
        />
      )}
      {isNote && (
        <p className="crm-composer-note" role="status">
          {onNote ? words.noteHint : words.noteHeld}
        </p>
      )}
      <div className="crm-composer-row">
        {isPicking && (
          <Templates
            templates={templates}
            onClose={(reason) => {
              setIsPicking(false)
              if (reason === 'escape') opener.current?.focus()
            }}
            onChoose={(template) => {
              setIsPicking(false)
              const next = box.current ?? opener.current
              next?.focus()
              onTemplate?.(template)
            }}
          />
        )}
        <ComposerTools
          accept={props.accept}
          onFiles={attach && files.take}
          onTemplates={onTemplate && !isShutOut ? () => setIsPicking(!isPicking) : undefined}
          isPicking={isPicking}
          opener={opener}
          isNote={isNote}
          onNote={onNote || isNote ? switchNote : undefined}
        />
        {isShut ? (
          <button
            ref={opener}
            type="button"
            className="crm-composer-out"
            aria-haspopup="dialog"
            aria-expanded={isPicking}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => setIsPicking(!isPicking)}
          >
            {words.chooseTemplate}
          </button>
        ) : (
          <>
            <ComposerBox
              box={box}
              text={text}
              label={isNote ? words.composeNote : words.compose}
              hint={keys}
              isTooLong={excess > 0}
              sendsOnEnter={sendsOnEnter}
              onSend={send}
              onPaste={files.onPaste}
              onText={(next) => {
                change(next)
                if (!isNote) onTyping?.(next !== '')
              }}
            />
            <IconButton
              type="submit"
              className="crm-send"
              label={isNote ? words.addNote : words.send}
              title={keys}
              path={isNote ? 'M5 12.5l4.5 4.5L19 7.5' : 'M12 20V5M5.5 11.5 12 5l6.5 6.5'}
              aria-disabled={!canSend}
            />
          </>
        )}
      </div>
      {(isWaiting || going.length < attachments.length) && (
        <p className="crm-composer-note">{isNote ? words.filesNotInNote : words.filesNotReady}</p>
      )}
      {excess > 0 && (
        <p className="crm-composer-note" data-tone="danger">
          {words.tooLong(formats.count(excess))}
          <span className="crm-hidden" role="alert">
            {words.tooLong(formats.count(alarm))}
          </span>
        </p>
      )}
    </form>
  )
}
