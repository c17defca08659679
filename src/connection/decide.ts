import type { TransportState } from '../transports/transport.ts'
import type { PollingMode, PollingState } from './poller.ts'

/** What carries the messages: a link, by its place in the order of preference. */
export type Live = number | 'polling' | null

/** How it stands with one link. Times in ms on this side's clock. */
export interface LinkFacts {
  readonly state: TransportState
  /** `null`: it is not open. */
  readonly openedAt: number | null
  /** Since when it has been connected without a break; `null` while it is not. */
  readonly healthySince: number | null
  /** It must have been healthy for so long before it takes over from what works. */
  readonly failBackMs: number
  /** When to try it again if it waits until later by itself; `null`: leave it alone. */
  readonly retryAt: number | null
}

export interface Facts {
  readonly now: number
  /** In order of preference. */
  readonly links: readonly LinkFacts[]
  /** `never`: it is turned off for good. */
  readonly polling: PollingState['status'] | 'never'
  readonly live: Live
  /** The epoch of the live link when it went live. */
  readonly liveEpoch: number | null
  /** Since when nothing has been live. */
  readonly downSince: number | null
  /** No better link takes over before that. */
  readonly stayUntil: number
  /** `false`: the page is hidden, and nobody waits for anything better. */
  readonly isVisible: boolean
}

export interface Decision {
  readonly live: Live
  /** What is live may have missed something: everything is fetched. */
  readonly isAnew: boolean
  /** The link to bring up to date, so that it can take over. */
  readonly prepare: number | null
  readonly open: readonly number[]
  readonly close: readonly number[]
  /** Links to try at once. */
  readonly retry: readonly number[]
  /** `null`: as it is. */
  readonly poll: PollingMode | null
  /** When to decide again although nothing has happened; `Infinity`: not by itself. */
  readonly lookAgainAt: number
}

/** A first connection that takes longer is not waited for. */
const PATIENCE_MS = 2_000
/** When everything is down for so long, polling begins: long enough for a line that comes straight back. */
const BRIDGE_MS = 750

/** What follows from how it stands. Pure: it is asked again whenever anything has changed. */
export function decide(facts: Facts): Decision {
  const { links, live, liveEpoch, polling, now } = facts
  const best = links.findIndex(isConnected)
  const kept = isAlive(facts) ? live : null
  const next = kept ?? (best !== -1 ? best : polling === 'live' ? 'polling' : null)
  // It listened anew without a break: what happened in between was not told.
  const isSuspect = typeof kept === 'number' && toEpoch(links[kept]) !== liveEpoch
  const isBetter = best !== -1 && isWorse(kept, best)
  const takeOverAt = isBetter && !isSuspect ? toTakeOver(facts, links[best]) : Infinity
  const wanted = chooseLinks(facts, next)
  const pollAt = toPollAt(facts, next)
  const retryAt = links.map((link, index) => (isWorse(next, index) ? toRetryAt(facts, link) : Infinity))
  return {
    live: next,
    isAnew: next !== null && (kept === null || isSuspect),
    prepare: takeOverAt <= now ? best : null,
    open: wanted.open,
    close: wanted.close,
    retry: [...retryAt.keys()].filter((index) => (retryAt[index] ?? Infinity) <= now),
    poll: pollAt <= now ? 'alone' : typeof next === 'number' && polling !== 'never' ? 'safety' : null,
    lookAgainAt: Math.min(...[takeOverAt, pollAt, wanted.lookAgainAt, ...retryAt].filter((at) => at > now)),
  }
}

function isAlive({ live, links, polling }: Facts): boolean {
  return live === 'polling' ? polling === 'live' : live !== null && isConnected(links[live])
}

/** What is live is not as good as this link would be. */
function isWorse(live: Live, than: number): boolean {
  return live === 'polling' || (typeof live === 'number' && than < live)
}

function toTakeOver({ stayUntil, now }: Facts, link: LinkFacts | undefined): number {
  return link === undefined ? Infinity : Math.max(stayUntil, (link.healthySince ?? now) + link.failBackMs)
}

function toRetryAt({ isVisible }: Facts, { state, retryAt }: LinkFacts): number {
  return isVisible && state.status === 'waiting' && retryAt !== null ? retryAt : Infinity
}

/** The next link is needed while all before it are in trouble; those below the live one are not. */
function chooseLinks({ links, now }: Facts, live: Live) {
  const open: number[] = []
  const close: number[] = []
  let lookAgainAt = Infinity
  let isNeeded = true
  for (const [index, link] of links.entries()) {
    if (typeof live === 'number' && index > live) {
      if (link.openedAt !== null) close.push(index)
    } else if (isNeeded && link.openedAt === null) {
      open.push(index)
      isNeeded = false
    } else if (isNeeded && !isInTrouble(link, now)) {
      isNeeded = false
      if (!isConnected(link)) lookAgainAt = (link.openedAt ?? now) + PATIENCE_MS
    }
  }
  return { open, close, lookAgainAt }
}

function toPollAt({ links, polling, downSince, now }: Facts, live: Live): number {
  if (live !== null || polling !== 'off') return Infinity
  const isHopeless = links.every(({ state }) => state.status === 'unauthorized')
  const isStarting = links.every((link) => !isInTrouble(link, now))
  return (downSince ?? now) + (isHopeless ? 0 : isStarting ? PATIENCE_MS : BRIDGE_MS)
}

/** It did not come up in time, or has gone: the next one is needed. */
function isInTrouble({ state, openedAt }: LinkFacts, now: number): boolean {
  if (state.status === 'connected') return false
  return state.status !== 'connecting' || now - (openedAt ?? now) >= PATIENCE_MS
}

function isConnected(link: LinkFacts | undefined): boolean {
  return link !== undefined && link.openedAt !== null && link.state.status === 'connected'
}

function toEpoch(link: LinkFacts | undefined): number | null {
  return link?.state.status === 'connected' ? link.state.epoch : null
}
