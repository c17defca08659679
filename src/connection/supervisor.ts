import type { Backend, Gateway } from '../backends/backend.ts'
import type { Capability } from '../domain/capability.ts'
import type { Command } from '../domain/commands.ts'
import { ConversationError } from '../domain/errors.ts'
import type { DomainEvent } from '../domain/events.ts'
import type { ConversationId } from '../domain/ids.ts'
import { createStore, type Readable } from '../lib/store.ts'
import { createTimers } from '../lib/timers.ts'
import type { RoomEvent, Transport } from '../transports/transport.ts'
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
  /** A better link must have been healthy for so long before it is used again, in ms. Default 5,000. */
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

type Live = number | 'polling' | null

const FAIL_BACK_MS = 5_000
/** A first connection that takes longer is not waited for. */
const PATIENCE_MS = 2_000
/** When everything is down for so long, polling begins: long enough for a line that comes straight back. */
const BRIDGE_MS = 750

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
  const eventListeners = new Set<(events: readonly DomainEvent[]) => void>()
  const roomListeners = new Set<(event: RoomEvent) => void>()
  const open = new Map<Link, { readonly undos: readonly (() => void)[]; readonly since: number }>()
  /** Since when each link has been connected without a break. */
  const healthySince = new Map<Link, number>()
  let catchUp: CatchUp = async () => {}
  let isOpen = false
  let live: Live = null
  let epoch = 0
  let linkEpoch: number | null = null
  let switchedAt = 0
  let downSince: number | null = null
  let handover: { readonly to: number } | null = null
  let stopAlarm = () => {}

  const toIndex = () => (typeof live === 'number' ? live : null)
  const liveLink = () => (typeof live === 'number' ? links[live] : undefined)
  const routes = links.map((link) => ({
    gateway: link.gateway,
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
    for (const listener of [...roomListeners]) listener(event)
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
    const undos = [
      link.state.subscribe(() => onLinkState(link)),
      link.onEvents((events) => {
        const heard = events.filter((event) => isHeard(link, event))
        if (heard.length > 0) for (const listener of [...eventListeners]) listener(heard)
      }),
      link.onWatched((event) => {
        rooms.settled(link, event)
        // On any link: what it tells from now on may stand behind something that nobody was told.
        if (link === liveLink() || (live !== null && event.type === 'joined')) announce(event)
        evaluate()
      }),
    ]
    open.set(link, { undos, since: Date.now() })
    rooms.attach(link)
    link.open()
  }
  const closeLink = (link: Link) => {
    for (const undo of open.get(link)?.undos ?? []) undo()
    open.delete(link)
    healthySince.delete(link)
    rooms.detach(link)
    link.close()
  }
  const onLinkState = (link: Link) => {
    if (!isConnected(link)) {
      healthySince.delete(link)
      rooms.forget(link)
    } else if (!healthySince.has(link)) healthySince.set(link, Date.now())
    evaluate()
  }

  /** It did not come up in time, or has gone: the next one is needed. */
  const isInTrouble = (link: Link): boolean => {
    const { status } = link.state.get()
    if (status === 'connected') return false
    return status !== 'connecting' || Date.now() - (open.get(link)?.since ?? Date.now()) >= PATIENCE_MS
  }

  /** Something may have been missed: what is live from now on says so, and everything is fetched. */
  const goLive = (next: Exclude<Live, null>) => {
    handover = null
    live = next
    epoch += 1
    switchedAt = Date.now()
    downSince = null
    const link = liveLink()
    linkEpoch = link ? toEpoch(link) : null
    publish()
    // Requests get through again: perhaps the better ways do too.
    if (next === 'polling') for (const each of open.keys()) each.transport.retry()
    const told = link
      ? rooms.events(link)
      : rooms.rooms().map((room) => ({ type: 'joined', room, acknowledged: true }) as const)
    told.forEach(announce)
  }

  /** A better link is there and the one that works stays until this one has everything. */
  const prepare = (to: number, link: Link) => {
    if (handover?.to === to || !rooms.isComplete(link)) return
    const mine = { to }
    const begun = toEpoch(link)
    handover = mine
    catchUp({ isLive: true }).then(
      () => {
        if (handover !== mine || !isConnected(link)) return
        handover = null
        // It had a gap of its own meanwhile: once more.
        if (toEpoch(link) !== begun) return alarm(failBackMs)
        live = to
        linkEpoch = toEpoch(link)
        switchedAt = Date.now()
        link.transport.confirmHealthy()
        evaluate()
      },
      () => {
        if (handover !== mine) return
        handover = null
        alarm(failBackMs)
      },
    )
  }

  /** Looks at everything again and does what follows from it. The only place that decides. */
  const evaluate = () => {
    if (!isOpen) return
    const current = liveLink()
    if (current && !isConnected(current)) live = null
    if (live === 'polling' && poller.state.get().status !== 'live') live = null
    if (live === null) downSince ??= Date.now()
    const best = links.findIndex((link) => open.has(link) && isConnected(link))
    const bestLink = links[best]
    if (handover !== null && handover.to !== best) handover = null

    // It listened anew without a break: what happened in between was not told.
    if (typeof live === 'number' && current && toEpoch(current) !== linkEpoch) goLive(live)
    else if (bestLink !== undefined && live === null) goLive(best)
    else if (bestLink !== undefined && (live === 'polling' || (typeof live === 'number' && best < live))) {
      const since = Math.max(switchedAt, healthySince.get(bestLink) ?? Date.now())
      const waitMs = since + failBackMs - Date.now()
      if (waitMs <= 0) prepare(best, bestLink)
      else alarm(waitMs)
    } else if (live === null && poller.state.get().status === 'live') goLive('polling')

    manageLinks()
    managePolling()
    publish()
  }

  /** Opens the next link while all before it are in trouble; closes those below the live one. */
  const manageLinks = () => {
    let isNeeded = true
    for (const [index, link] of links.entries()) {
      if (typeof live === 'number' && index > live) {
        if (open.has(link)) closeLink(link)
        continue
      }
      if (isNeeded) openLink(link)
      if (isNeeded && !isInTrouble(link)) {
        isNeeded = false
        if (!isConnected(link)) alarm(PATIENCE_MS)
      }
    }
  }

  const managePolling = () => {
    if (polling === false) return
    if (typeof live === 'number') poller.setMode('safety')
    else if (live === null && poller.state.get().status === 'off') {
      const isHopeless = links.every((link) => link.state.get().status === 'unauthorized')
      const isStarting = links.every((link) => !isInTrouble(link))
      const patience = isHopeless ? 0 : isStarting ? PATIENCE_MS : BRIDGE_MS
      const waitMs = (downSince ?? Date.now()) + patience - Date.now()
      if (waitMs <= 0) poller.setMode('alone')
      else alarm(waitMs)
    }
  }

  /** The earliest of all moments to look again; one timer for all of them. */
  let alarmAt = Infinity
  const alarm = (delayMs: number) => {
    const at = Date.now() + delayMs
    if (at >= alarmAt) return
    stopAlarm()
    alarmAt = at
    stopAlarm = timers.start(delayMs, () => {
      alarmAt = Infinity
      evaluate()
    })
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
      alarmAt = Infinity
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
    onEvents: (listener) => subscribe(eventListeners, listener),
    onWatched: (listener) => subscribe(roomListeners, listener),
    setCatchUp: (next) => {
      catchUp = next
    },
  }
}

function toEpoch(link: Link): number | null {
  const state = link.state.get()
  return state.status === 'connected' ? state.epoch : null
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
