import { ConversationError } from '../domain/errors.ts'
import { shallowEqual } from '../lib/shallowEqual.ts'
import type { Link } from './link.ts'
import type { LinkState } from './linkState.ts'
import type { PollingState } from './poller.ts'

export interface LinkFacts {
  readonly isOpen: boolean
  readonly live: number | 'polling' | null
  readonly epoch: number
  readonly links: readonly Link[]
  readonly opened: (link: Link) => boolean
  readonly polling: PollingState
}

/** How it stands with all links together. Pure; returns `previous` itself when nothing changed. */
export function toLinkState(previous: LinkState, facts: LinkFacts): LinkState {
  const next = derive(facts)
  return shallowEqual(previous, next) ? previous : next
}

function derive({ isOpen, live, epoch, links, opened, polling }: LinkFacts): LinkState {
  if (!isOpen) return { status: 'idle' }
  const states = links.filter(opened).map((link) => link.state.get())
  const [primary] = states
  const error = primary && 'error' in primary ? primary.error : null
  if (live !== null) {
    const transport = live === 'polling' ? 'polling' : (links[live]?.kind ?? 'socket')
    return { status: 'connected', epoch, transport, line: live, reason: live === 0 ? null : (error?.code ?? null) }
  }
  const refusal = states.find((state) => state.status === 'unauthorized')
  const isRefused = states.every((state) => state.status === 'unauthorized')
  const isPollingRefused =
    polling.status === 'off' || (polling.status === 'down' && polling.error.code === 'unauthorized')
  if (refusal !== undefined && isRefused && isPollingRefused) return { status: 'unauthorized', error: refusal.error }
  const failure = states.find((state) => 'error' in state)
  if (failure === undefined || !('error' in failure)) return { status: 'connecting' }
  const retries = [...states, polling].flatMap((state) => ('retryAt' in state ? [state.retryAt] : []))
  return {
    status: 'waiting',
    retryAt: retries.length > 0 ? Math.min(...retries) : null,
    error: error ?? failure.error ?? new ConversationError('network_error', 'nothing can be reached.'),
    isUnreachable: polling.status === 'down',
  }
}
