import { useEffect, useRef, type RefObject } from 'react'
import { isFocusLost } from '../isFocusLost.ts'
import type { MessageId } from '../../domain/ids.ts'

export interface ComposerFocusOptions {
  readonly form: RefObject<HTMLFormElement | null>
  readonly box: RefObject<HTMLTextAreaElement | null>
  readonly replyToId: MessageId | undefined
  /** The box is not there. */
  readonly isShut: boolean
}

/** Takes the focus where the agent goes on: to the box with a new reply, and nowhere that does harm when the box goes away. */
export function useComposerFocus({ form, box, replyToId, isShut }: ComposerFocusOptions): void {
  // What was there when it was opened is no news, and takes nobody's focus.
  const before = useRef({ replyToId, isShut })
  useEffect(() => {
    const { current } = before
    before.current = { replyToId, isShut }
    if (replyToId && replyToId !== current.replyToId) box.current?.focus()
    // It went away under the agent's hands: no key that is still coming may press a button.
    if (isShut && !current.isShut && isFocusLost()) form.current?.focus()
  }, [form, box, replyToId, isShut])
}
