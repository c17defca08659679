import type { KeyboardEvent } from 'react'

/** A word is being composed (IME): its keys confirm it or take it back, and mean nothing else. */
export function isComposing(event: KeyboardEvent): boolean {
  // Safari ends the composition before it tells of the key: only its old code still says so.
  return event.nativeEvent.isComposing || event.keyCode === 229
}

/** For the `ref` of the option that is the current one: it comes into view when it becomes that. */
export function scrollToOption(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: 'nearest' })
}
