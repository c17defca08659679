import { openThread, type Place } from './line.ts'
import { findTextFault } from './texts.ts'

export interface Held {
  readonly messages: number
  readonly fault: string | null
  /** Bytes of JSON of what is held. Measured only when it is called: it needs room of its own. */
  readonly jsonBytes: () => number
  /** Looks at it no longer: it is cached. */
  readonly leave: () => void
}

/** Opens a conversation and loads it page by page to its beginning. */
export async function hold(place: Place, count: number): Promise<Held> {
  const { thread } = await openThread(place)
  while (thread.get().hasNextPage) await thread.fetchNextPage()
  const { messages } = thread.get()
  return {
    messages: messages.length,
    fault: findTextFault(messages, count),
    jsonBytes: () => new TextEncoder().encode(JSON.stringify(thread.get().messages)).byteLength,
    leave: thread.close,
  }
}
