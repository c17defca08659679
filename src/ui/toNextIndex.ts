/** Where an arrow up or down, Home or End leads in a column of controls, also past its ends; `undefined`: another key. */
export function toNextIndex(key: string, at: number, length: number): number | undefined {
  return { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: length - 1 }[key]
}
