import type { Gateway } from '../backends/backend.ts'
import { ConversationError } from '../domain/errors.ts'

/** What can be done to the requests of a fake; and what was asked. */
export interface RequestFaults {
  /** Requests made so far, by method. */
  readonly calls: readonly { readonly method: keyof Gateway; readonly request: unknown }[]
  /** The next call of this method fails; with `after`, the server has carried it out nevertheless. */
  readonly failNext: (method: keyof Gateway, error: ConversationError, options?: { readonly after?: boolean }) => void
  /** The next call of this method has its answer ready at once but delivers it only when the returned function is called. */
  readonly holdNext: (method: keyof Gateway) => () => void
  /** From now on answers to this method come so late, in ms; 0: at once. `Infinity`: never. */
  readonly setDelay: (method: keyof Gateway, delayMs: number) => void
  /** `false`: no request gets through, and none is carried out. */
  readonly setReachable: (isReachable: boolean) => void
}

/** Runs a request with its scripted faults around it. */
export type Call = <Answer>(method: keyof Gateway, request: unknown, run: () => Answer) => Promise<Answer>

/** @param getRefusal Why nobody's requests are taken at all, if that is so. */
export function createRequestFaults(
  getRefusal: () => ConversationError | null,
): RequestFaults & { readonly call: Call } {
  const calls: { method: keyof Gateway; request: unknown }[] = []
  const failures: { method: keyof Gateway; error: ConversationError; after: boolean }[] = []
  const holds: { method: keyof Gateway; released: Promise<void> }[] = []
  const delays = new Map<keyof Gateway, number>()
  let isReachable = true
  return {
    calls,
    call: async (method, request, run) => {
      calls.push({ method, request })
      const failure = take(failures, method)
      const hold = take(holds, method)
      const refusal = getRefusal()
      if (!isReachable) throw new ConversationError('network_error', 'the server could not be reached')
      if (refusal) throw refusal
      if (failure && !failure.after) throw failure.error
      const answer = run()
      await (hold?.released ?? pause(delays.get(method) ?? 0))
      if (failure) throw failure.error
      return answer
    },
    failNext: (method, error, { after = false } = {}) => {
      failures.push({ method, error, after })
    },
    holdNext: (method) => {
      let release = () => {}
      const released = new Promise<void>((resolve) => {
        release = resolve
      })
      holds.push({ method, released })
      return release
    },
    setDelay: (method, delayMs) => void delays.set(method, delayMs),
    setReachable: (next) => {
      isReachable = next
    },
  }
}

async function pause(delayMs: number): Promise<void> {
  if (delayMs === Infinity) await new Promise(() => {})
  else if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
}

function take<Entry extends { readonly method: keyof Gateway }>(
  entries: Entry[],
  method: keyof Gateway,
): Entry | undefined {
  const position = entries.findIndex((entry) => entry.method === method)
  return position === -1 ? undefined : entries.splice(position, 1)[0]
}
