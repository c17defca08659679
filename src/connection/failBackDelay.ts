/** How long a better link must have been healthy before it takes over, in ms; by its place in the order of preference. */
export interface FailBackDelay {
  readonly get: (link: number) => number
  /** `isReturn`: nothing forced it, it was trusted again. */
  readonly wentLive: (options: { readonly isReturn: boolean }) => void
  /** The live link has gone. */
  readonly died: (link: number) => void
}

/**
 * A server that dies of the clients that come back to it does so within seconds of their catch-up, and one that is killed by
 * its health check within two or three of those, ten seconds each. What has carried the messages for longer died of
 * something new.
 */
const LASTING_MS = 30_000
/** No return waits longer, unless the application asks for it. */
const MOST_MS = 60_000

/** Doubles the wait with each time that a link died soon after it was trusted again. */
export function createFailBackDelay(failBackMs: number): FailBackDelay {
  const delays = new Map<number, number>()
  let liveSince = 0
  let isTrial = false

  const get = (link: number) => delays.get(link) ?? failBackMs
  return {
    get,
    wentLive: ({ isReturn }) => {
      liveSince = performance.now()
      isTrial = isReturn
    },
    died: (link) => {
      if (performance.now() - liveSince >= LASTING_MS) delays.delete(link)
      else if (isTrial) delays.set(link, Math.max(failBackMs, Math.min(get(link) * 2, MOST_MS)))
    },
  }
}
