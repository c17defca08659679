import { type ConversationError, toConversationError } from '../domain/errors.ts'
import { createBackoff } from '../lib/backoff.ts'
import { createNetworkHints } from '../lib/networkHints.ts'
import { withLoadDeadline } from './withLoadDeadline.ts'

export interface LoaderOptions<Code> {
  /** Rejects with what is to be shown. Asked again after each rejection, and after 15 s without an answer. */
  readonly load: () => Promise<Code>
  readonly onLoading: (attempt: number) => void
  readonly onLoaded: (code: Code) => void
  /** It will be tried again at `retryAt`, in ms on this side's clock. */
  readonly onWaiting: (wait: {
    readonly attempt: number
    readonly retryAt: number
    readonly error: ConversationError
  }) => void
}

/** Loads code, and tries again until it is there: a server that cannot be reached. */
export interface Loader {
  readonly start: () => void
  /** Loads no more; what still arrives is not told of. */
  readonly stop: () => void
  /** Tries at once. Also while it is being loaded: what hangs since the network went is not answered when it comes back. */
  readonly retry: () => void
}

/** Said where a script did not come. */
export const NOT_LOADED =
  'unable to connect; its code did not load. Where the network is back, reload the page: some browsers remember.'

/** Nothing is asked for before `start`, and nothing after it is loaded. */
export function createLoader<Code>({ load, onLoading, onLoaded, onWaiting }: LoaderOptions<Code>): Loader {
  const backoff = createBackoff()
  const hints = createNetworkHints()
  /** Grows with every decision to load or to stop, so that a late answer of an earlier one is ignored. */
  let run = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopHints: (() => void) | null = null

  const attempt = () => {
    const mine = ++run
    clearTimeout(timer)
    withLoadDeadline(load).then(
      (code) => {
        if (mine !== run) return
        stop()
        onLoaded(code)
      },
      (cause: unknown) => {
        if (mine !== run) return
        const delayMs = backoff.next()
        timer = setTimeout(attempt, delayMs)
        const error = toConversationError(cause, 'network_error', NOT_LOADED)
        onWaiting({ attempt: backoff.attempts(), retryAt: Date.now() + delayMs, error })
      },
    )
    // Last, for whoever is told may throw.
    onLoading(backoff.attempts() + 1)
  }
  const stop = () => {
    run += 1
    clearTimeout(timer)
    stopHints?.()
    stopHints = null
    backoff.reset()
  }
  const retry = () => {
    if (stopHints !== null) attempt()
  }

  return {
    start: () => {
      if (stopHints !== null) return
      stopHints = hints.subscribe((hint) => {
        if (hint !== 'offline') retry()
      })
      attempt()
    },
    stop,
    retry,
  }
}
