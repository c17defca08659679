import type { Backend, Gateway } from '../backends/backend.ts'
import type { Capability } from '../domain/capability.ts'
import type { Command } from '../domain/commands.ts'
import { ConversationError } from '../domain/errors.ts'
import type { DomainEvent } from '../domain/events.ts'
import type { ConversationId } from '../domain/ids.ts'
import { createBackoff } from '../lib/backoff.ts'
import { createListeners } from '../lib/listeners.ts'
import { createNetworkHints } from '../lib/networkHints.ts'
import { createStore, type Readable } from '../lib/store.ts'
import { createTimers } from '../lib/timers.ts'
import type { RoomEvent, Transport } from '../transports/transport.ts'
import { decide, type Decision, type Live } from './decide.ts'
import { createFailBackDelay } from './failBackDelay.ts'
import { createLink, type Link } from './link.ts'
import type { LinkState } from './linkState.ts'
import { createPoller, type Poller, type PollingOptions } from './poller.ts'
import { createRoomWatch } from './roomWatch.ts'
import { createRoutedGateway } from './routedGateway.ts'
import { toLinkState } from './toLinkState.ts'

export interface SupervisorOptions {
  /** In order of preference; the first is the one to come back to. */
  readonly backends: readonly [Backend, ...Backend[]]
  /** `false`: never. */
  readonly polling?: PollingOptions | false | undefined
  /**
   * A better link must have been healthy for so long before it is used again, in ms. Default 5,000. Doubled, up to a minute,
   * each time that it has died within half a minute of that.
   */
  readonly failBackMs?: number | undefined
}

/** Fetches everything that may have been missed, and rejects when it could not. */
export type CatchUp = (options: { readonly isLive: boolean }) => Promise<void>

/** All links as one: past here nobody can tell which backend is live. */
export interface Connection {
  readonly state: Readable<LinkState>
  /** Of the backend that is asked first; `idempotency` only where all have it. */
  readonly getCapabilities: () => ReadonlySet<Capability>
  readonly gateway: Gateway
  /** Whose token it is; `null` while nobody knows. */
  readonly getUserId: () => string | null
  /** The best backend's transport. */
  readonly transport: Transport
  readonly open: () => void
  readonly close: () => void
  /** Tries at once instead of waiting. */
  readonly retry: () => void
  /** A catch-up succeeded: the live link has proven itself. */
  readonly confirmHealthy: () => void
  /** Asks for a conversation's events, through every reconnect and switch, until the undo is called. Counted. */
  readonly watch: (conversationId: ConversationId) => () => void
  /** Nothing is buffered: it rejects while nothing is live. */
  readonly send: (command: Command) => Promise<unknown>
  readonly onEvents: (listener: (events: readonly DomainEvent[]) => void) => () => void
  /** A conversation's events flow from now on: what came before must be fetched. */
  readonly onWatched: (listener: (event: RoomEvent) => void) => () => void
  /** Who fetches; polling and every prepared switch rest on it. */
  readonly setCatchUp: (catchUp: CatchUp) => void
}

const FAIL_BACK_MS = 5_000
/** So long a better link may take to answer for the last of the conversations. */
const ROOM_PATIENCE_MS = 30_000
/**
 * While another way works, a better one is tried again after half to all of this; its own back-off goes to 30 s. Where a
 * server is dead that costs it (or whoever answers for it) one handshake in 7.5 s from each visible page, not in 22. They
 * are spread evenly, and a server that answers that it has too much to do is left alone.
 */
const RETRY_MS = 10_000

/**
 * Chooses the live link: the best one that is connected, else polling. Make before break: a better link that comes back is
 * subscribed, healthy for a while and caught up before the one that works is let go; a link that dies is replaced at once.
 * What any open link tells of a conversation it has joined is taken in: it merges by id.
 */
export function createSupervisor(options: SupervisorOptions): Connection {
  const { backends, polling = {}, failBackMs = FAIL_BACK_MS } = options
  const links = backends.map(createLink)
  const [primary = createLink(backends[0])] = links
  const state = createStore<LinkState>({ status: 'idle' })
  const rooms = createRoomWatch()
  const timers = createTimers()
  const domainEvents = createListeners<readonly DomainEvent[]>()
  const roomEvents = createListeners<RoomEvent>()
  const open = new Map<Link, { readonly undos: readonly (() => void)[]; readonly since: number }>()
  /** Since when each link has been connected without a break. */
  const healthySince = new Map<Link, number>()
  /** When to try a link again that has gone. */
  const retryAt = new Map<Link, number>()
  const retryPause = createBackoff({ baseMs: RETRY_MS, capMs: RETRY_MS })
  const failBack = createFailBackDelay(failBackMs)
  const hints = createNetworkHints()
  let catchUp: CatchUp = async () => {}
  let isOpen = false
  let live: Live = null
  let epoch = 0
  let linkEpoch: number | null = null
  let stayUntil = 0
  let downSince: number | null = null
  let handover: { readonly to: number } | null = null
  let stopAlarm = () => {}
  let stopPatience = () => {}
  /** Conversations that were said to be refused by whoever was asked last. */
  const refused = new Set<ConversationId>()
  let isDeciding = false
  let isOutdated = false

  const toIndex = () => (typeof live === 'number' ? live : null)
  const liveLink = () => (typeof live === 'number' ? links[live] : undefined)
  const routes = links.map((link, index) => ({
    gateway: link.gateway,
    cannot: backends[index]?.cannot,
    isIdempotent: () => link.capabilities.get().has('idempotency'),
  }))
  const gateway = links.length === 1 ? primary.gateway : createRoutedGateway(routes, toIndex)
  const poller: Poller = createPoller({
    ...(polling === false ? {} : polling),
    gateway,
    catchUp: () => catchUp({ isLive: typeof live === 'number' }),
  })

  const isConnected = (link: Link) => link.state.get().status === 'connected'
  const announce = (event: RoomEvent) => {
    if (event.type === 'refused') refused.add(event.room)
    else refused.delete(event.room)
    roomEvents.tell(event)
  }
  const publish = () => {
    state.set(
      toLinkState(state.get(), {
        isOpen,
        live,
        epoch,
        links,
        opened: (link) => open.has(link),
        polling: poller.state.get(),
      }),
    )
  }

  /** What another link tells of a conversation before it has joined it would hide what came in between. */
  const isHeard = (link: Link, event: DomainEvent): boolean => {
    // The same person may have another id there: only the best backend says who is signed in.
    if (event.type === 'session.started') return link === primary
    // Each line knows of those who are on it: a list of one says nothing of another's.
    if (event.type === 'presence.changed' || event.type === 'presence.listed') return link === liveLink()
    return (
      link === liveLink() || event.type !== 'message.received' || rooms.isJoined(link, event.message.conversationId)
    )
  }

  const openLink = (link: Link) => {
    if (open.has(link)) return
    const hears = (event: DomainEvent) => isHeard(link, event)
    const undos = [
      link.state.subscribe(() => onLinkState(link)),
      link.onEvents((events) => {
        const heard = events.every(hears) ? events : events.filter(hears)
        if (heard.length > 0) domainEvents.tell(heard)
      }),
      link.onWatched((event) => {
        rooms.settled(link, event)
        // On any link: what it tells from now on may stand behind something that nobody was told.
        if (link === liveLink() || (live !== null && event.type === 'joined')) announce(event)
        evaluate()
      }),
    ]
    open.set(link, { undos, since: performance.now() })
    rooms.attach(link)
    link.open()
  }
  const closeLink = (link: Link) => {
    for (const undo of open.get(link)?.undos ?? []) undo()
    open.delete(link)
    healthySince.delete(link)
    retryAt.delete(link)
    rooms.detach(link)
    link.close()
  }
  const onLinkState = (link: Link) => {
    const next = link.state.get()
    const mayRetry = next.status === 'waiting' && next.error.code !== 'rate_limited'
    if (mayRetry) retryAt.set(link, performance.now() + retryPause.next())
    else retryAt.delete(link)
    if (!isConnected(link)) {
      healthySince.delete(link)
      rooms.forget(link)
    } else if (!healthySince.has(link)) healthySince.set(link, performance.now())
    evaluate()
  }

  const switchTo = (next: Exclude<Live, null>) => {
    handover = null
    live = next
    const link = liveLink()
    linkEpoch = link ? toEpoch(link) : null
    stayUntil = performance.now() + failBackMs
  }

  /** Something may have been missed: what is live from now on says so, and everything is fetched. */
  const goLive = (next: Exclude<Live, null>, { isSwitch }: { readonly isSwitch: boolean }) => {
    switchTo(next)
    if (isSwitch) failBack.wentLive({ isReturn: false })
    epoch += 1
    publish()
    for (const each of links) each.preload()
    // Requests get through again: perhaps the better ways do too.
    if (next === 'polling') for (const each of open.keys()) each.transport.retry()
    const link = liveLink()
    const told = link
      ? rooms.events(link)
      : rooms.rooms().map((room) => ({ type: 'joined', room, acknowledged: true }) as const)
    told.forEach(announce)
  }

  /** It has answered for every conversation; one that it never answers for does not keep all others from it for ever. */
  const isReady = (link: Link): boolean => {
    if (rooms.unsettled(link).length === 0) return true
    const patientUntil = (healthySince.get(link) ?? performance.now()) + ROOM_PATIENCE_MS
    const waitMs = patientUntil - performance.now()
    stopPatience()
    if (waitMs > 0) stopPatience = timers.start(waitMs, evaluate)
    return waitMs <= 0
  }

  /** A better link is there and the one that works stays until this one has everything. */
  const prepare = async (to: number, link: Link) => {
    if (handover?.to === to || !isReady(link)) return
    const mine = { to }
    const begun = toEpoch(link)
    handover = mine
    const isCaughtUp = await catchUp({ isLive: true }).then(
      () => true,
      () => false,
    )
    if (handover !== mine) return
    handover = null
    // With a gap of its own meanwhile, or a conversation it has not answered for yet: once more.
    if (isCaughtUp && toEpoch(link) === begun && isReady(link)) {
      switchTo(to)
      failBack.wentLive({ isReturn: true })
      link.transport.confirmHealthy()
      // What has joined was told already, unless the other way has refused it since; what is refused there was not.
      for (const event of rooms.events(link)) {
        if (event.type === 'refused' || refused.has(event.room)) announce(event)
      }
      for (const room of rooms.unsettled(link)) announce({ type: 'refused', room, error: toUnanswered() })
    } else stayUntil = performance.now() + failBackMs
    evaluate()
  }

  /** Looks at everything again and does what follows from it; what it does may change how things stand. */
  const evaluate = () => {
    isOutdated = true
    if (isDeciding) return
    isDeciding = true
    try {
      while (isOutdated && isOpen) {
        isOutdated = false
        carryOut(decide(toFacts()))
      }
    } finally {
      // Somebody who was told of it has thrown.
      isDeciding = false
    }
  }

  const toFacts = () => ({
    now: performance.now(),
    links: links.map((link, index) => ({
      state: link.state.get(),
      openedAt: open.get(link)?.since ?? null,
      healthySince: healthySince.get(link) ?? null,
      failBackMs: failBack.get(index),
      retryAt: retryAt.get(link) ?? null,
    })),
    polling: polling === false ? ('never' as const) : poller.state.get().status,
    live,
    liveEpoch: linkEpoch,
    downSince,
    stayUntil,
    isVisible: hints.isVisible(),
  })

  const tryAgain = (link: Link) => {
    retryAt.set(link, performance.now() + retryPause.next())
    link.transport.retry()
    evaluate()
  }

  const carryOut = (decision: Decision) => {
    const before = live
    const current = liveLink()
    if (typeof before === 'number' && current && !isConnected(current)) failBack.died(before)
    live = decision.live
    downSince = live === null ? (downSince ?? performance.now()) : null
    if (handover !== null && handover.to !== decision.prepare) handover = null
    if (live !== null && decision.isAnew) {
      goLive(live, { isSwitch: live !== before })
      isOutdated = true
    }
    const better = decision.prepare === null ? undefined : links[decision.prepare]
    if (decision.prepare !== null && better) void prepare(decision.prepare, better)
    for (const index of decision.close) closeLink(links[index] ?? primary)
    for (const index of decision.open) openLink(links[index] ?? primary)
    for (const index of decision.retry) tryAgain(links[index] ?? primary)
    if (decision.poll !== null) poller.setMode(decision.poll)
    stopAlarm()
    const waitMs = Math.max(0, decision.lookAgainAt - performance.now())
    if (waitMs < Infinity) stopAlarm = timers.start(waitMs, evaluate)
    publish()
  }

  poller.state.subscribe(evaluate)

  return {
    state,
    getCapabilities: () => {
      const capabilities = (liveLink() ?? primary).capabilities.get()
      // A send that was cut off on one may be repeated on another: it is safe only when it is so everywhere.
      const isSafe = links.every((link) => link.capabilities.get().has('idempotency'))
      return isSafe ? capabilities : new Set([...capabilities].filter((each) => each !== 'idempotency'))
    },
    gateway,
    getUserId: () => (liveLink() ?? primary).tokens.getUserId(),
    transport: primary.transport,
    open: () => {
      if (isOpen) return
      isOpen = true
      evaluate()
    },
    close: () => {
      isOpen = false
      timers.clear()
      handover = null
      poller.setMode('off')
      for (const link of links) if (open.has(link)) closeLink(link)
      live = null
      downSince = null
      publish()
    },
    retry: () => {
      for (const link of open.keys()) link.transport.retry()
      poller.pollNow()
    },
    confirmHealthy: () => liveLink()?.transport.confirmHealthy(),
    watch: (room) => {
      const unwatch = rooms.watch(room)
      // Polling asks for whatever is watched: there is nothing to join.
      if (live === 'polling') timers.start(0, () => announce({ type: 'joined', room, acknowledged: true }))
      return () => {
        unwatch()
        // A switch may have waited for just this one.
        evaluate()
      }
    },
    send: async (command) => {
      const link = liveLink()
      if (link) return link.send(command)
      throw new ConversationError('disconnected', 'unable to send; no live line is up.')
    },
    onEvents: domainEvents.add,
    onWatched: roomEvents.add,
    setCatchUp: (next) => {
      catchUp = next
    },
  }
}

function toUnanswered(): ConversationError {
  return new ConversationError('timeout', 'unable to follow the conversation; the server does not answer for it.')
}

function toEpoch(link: Link): number | null {
  const state = link.state.get()
  return state.status === 'connected' ? state.epoch : null
}
