import type { KeyboardEvent } from 'react'

/** A word is being composed (IME): its keys confirm it or take it back, and mean nothing else. */
export function isComposing(event: KeyboardEvent): boolean {
  // Safari ends the composition before it tells of the key: only its old code still says so.
  return event.nativeEvent.isComposing || event.keyCode === 229
}

/** Enter that sends: alone, or with Ctrl or Cmd where Enter alone breaks the line. */
export function isSendKey(event: KeyboardEvent, sendsOnEnter: boolean): boolean {
  if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return false
  return sendsOnEnter || event.ctrlKey || event.metaKey
}
