import type { KeyboardEvent } from 'react'
import { isComposing } from '../listbox.ts'

/** Enter that sends: alone, or with Ctrl or Cmd where Enter alone breaks the line. */
export function isSendKey(event: KeyboardEvent, sendsOnEnter: boolean): boolean {
  if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return false
  return sendsOnEnter || event.ctrlKey || event.metaKey
}
