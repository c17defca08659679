import type { Gateway } from '../backends/backend.ts'
import { type ConversationError, toConversationError } from '../domain/errors.ts'
import { createBackoff } from '../lib/backoff.ts'
import { createNetworkHints } from '../lib/networkHints.ts'
import { createStore, type Readable } from '../lib/store.ts'

export interface PollingOptions {
  /** How often everything is asked for while polling is all there is, in ms. Default 5,000. */
  readonly intervalMs?: number | undefined
  /** The same as a safety net under a live link, in ms; 0 turns it off. Default 30,000. */
  readonly safetyMs?: number | undefined
}

/** - `alone`: there is nothing else. - `safety`: a net under a live link. */
export type PollingMode = 'off' | 'safety' | 'alone'

export type PollingState =
  | { readonly status: 'off' }
  | { readonly status: 'asking' }
  | { readonly status: 'live' }
  | { readonly status: 'down'; readonly error: ConversationError; readonly retryAt: number }

/** A link made from any gateway: it asks again and again. Knows when, not what: `catchUp` does the fetching. */
export interface Poller {
  /** Whether requests get through; meaningful in the mode `alone`. */
  readonly state: Readable<PollingState>
  readonly setMode: (mode: PollingMode) => void
  /** Asks at once. */
  readonly pollNow: () => void
}

export interface PollerOptions extends PollingOptions {
  readonly gateway: Gateway
  /** Fetches everything that may have been missed; rejects when it could not. */
  readonly catchUp: () => Promise<void>
}

export const DEFAULT_INTERVAL_MS = 5_000
export const DEFAULT_SAFETY_MS = 30_000

export function createPoller(options: PollerOptions): Poller {
  const { gateway, catchUp, intervalMs = DEFAULT_INTERVAL_MS, safetyMs = DEFAULT_SAFETY_MS } = options
  const state = createStore<PollingState>({ status: 'off' })
  const hints = createNetworkHints()
  const backoff = createBackoff({ baseMs: 1_000 })
  let mode: PollingMode = 'off'
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopHints: (() => void) | null = null
  let isBusy = false
  let run = 0

  const arm = (delayMs: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void poll(), delayMs)
  }
  /** The first request is the cheapest there is; once it got through, everything else is asked for. */
  const ask = async () => {
    if (mode === 'safety' || state.get().status === 'live') await catchUp()
    else await gateway.listConversations({ filter: {}, offset: 0, limit: 1 })
  }
  const poll = async () => {
    clearTimeout(timer)
    // A hidden page costs nobody anything; becoming visible asks at once.
    if (isBusy || !hints.isVisible()) return
    const mine = run
    isBusy = true
    const result = await ask().then(
      () => null,
      (cause: unknown) => toConversationError(cause, 'network_error', 'unable to ask for news.'),
    )
    isBusy = false
    if (mine !== run) return wake()
    if (mode === 'safety') return arm(safetyMs)
    // The timer first: whoever is told may set another mode, which ends it.
    if (result === null) {
      // The first request is cheap and proves little; only everything at once does.
      if (state.get().status === 'live') backoff.reset()
      arm(intervalMs)
      state.set({ status: 'live' })
    } else {
      const delayMs = backoff.next()
      arm(delayMs)
      state.set({ status: 'down', error: result, retryAt: Date.now() + delayMs })
    }
  }
  /** A mode that was set while a request of the last one was still under way begins now. */
  const wake = () => {
    if (mode === 'alone') void poll()
    else if (mode === 'safety') arm(safetyMs)
  }

  return {
    state,
    setMode: (wanted) => {
      const next = wanted === 'safety' && safetyMs === 0 ? 'off' : wanted
      if (next === mode) return
      mode = next
      run += 1
      clearTimeout(timer)
      backoff.reset()
      stopHints?.()
      stopHints = null
      state.set({ status: next === 'alone' ? 'asking' : 'off' })
      if (next === 'off') return
      stopHints = hints.subscribe((hint) => {
        if (hint !== 'offline') void poll()
      })
      if (!isBusy) wake()
    },
    pollNow: () => {
      if (mode !== 'off') void poll()
    },
  }
}
