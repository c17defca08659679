import type { QueryClient } from '@tanstack/query-core'
import type { CacheWriter } from '../cache/cacheWriter.ts'
import { conversationKeys } from '../cache/keys.ts'
import type { Connection } from '../connection/supervisor.ts'
import type { DomainEvent } from '../domain/events.ts'
import type { ConversationId, UserId } from '../domain/ids.ts'
import type { Participant } from '../domain/participant.ts'
import { createStore, type Readable } from '../lib/store.ts'
import { createTimers } from '../lib/timers.ts'
import { createEchoHold } from './echoHold.ts'
import { createEventPipeline } from './eventPipeline.ts'
import { createInbox, type Inbox } from './inbox.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { getOutboxQueue } from './outboxQueue.ts'
import { createPresenceAnnouncer, type PresenceAnnouncer } from './presenceAnnouncer.ts'
import { createPresenceRegistry, type PresenceRegistry } from './presenceRegistry.ts'
import { createReadMarker, type ReadMarker } from './readMarker.ts'
import { createThreads, type Threads } from './threads.ts'
import { createTypingNotifier, type TypingNotifier } from './typingNotifier.ts'
import { createTypingRegistry, type TypingRegistry } from './typingRegistry.ts'

export interface SyncEngineOptions {
  readonly link: Connection
  readonly queryClient: QueryClient
  readonly scope: string
  readonly writer: CacheWriter
}

/** Makes events true: in order, once, complete. Everything between a live link and the cache. */
export interface SyncEngine {
  readonly threads: Threads
  readonly inbox: Inbox
  readonly outbox: Outbox
  readonly readMarker: ReadMarker
  readonly typing: TypingRegistry
  readonly typingNotifier: TypingNotifier
  readonly presence: PresenceRegistry
  readonly presenceAnnouncer: PresenceAnnouncer
  /** Everything that was missed has been fetched in the current connection. */
  readonly isCaughtUp: Readable<boolean>
  readonly start: () => void
  readonly stop: () => void
}

/** A server that keeps sending what cannot be read must not turn every such frame into a request. */
const REJECTION_PAUSE_MS = 10_000

export function createSyncEngine({ link, queryClient, scope, writer }: SyncEngineOptions): SyncEngine {
  const isCaughtUp = createStore(false)
  const timers = createTimers()
  const typing = createTypingRegistry()
  const typingNotifier = createTypingNotifier((conversationId, isTyping) => {
    link.send({ type: 'notifyTyping', conversationId, isTyping }).catch(() => {})
  })
  const presence = createPresenceRegistry((id) => isOwnId(id))
  const presenceAnnouncer = createPresenceAnnouncer((status, viewing) => {
    if (!link.getCapabilities().has('presence')) return
    link.send({ type: 'announcePresence', status, viewing }).catch(() => {})
  })
  const queue = getOutboxQueue(queryClient, scope)
  let sender: Participant = { type: 'user', id: null, name: null }
  /** The epoch of what is live; `null` while nothing is. */
  let epoch: number | null = null
  let line: number | 'polling' | null = null
  let rejections: 'none' | 'paused' | 'again' = 'none'

  const onProgress = () => {
    if (epoch === null) return
    const isComplete = threads.isCaughtUp() && inbox.isCaughtUp()
    // Only now has the line proven itself: a server that dies on every catch-up is not hammered.
    if (isComplete && !isCaughtUp.get()) link.confirmHealthy()
    isCaughtUp.set(isComplete)
  }
  const inbox = createInbox({ link, writer, onProgress })
  const pipeline = createEventPipeline({
    writer,
    isWatched: (conversationId: ConversationId) => threads.isWatched(conversationId),
    onIncomplete: inbox.complete,
    onMessage: (message) => outbox.confirm(message),
    holdEchoes: (fetched) => {
      const own = fetched.filter((message) => outbox.isFetchedEcho(message))
      if (own.length > 0) echoes.hold(own)
      return fetched.filter((message) => !own.includes(message))
    },
  })
  const outbox: Outbox = createOutbox({
    link,
    writer,
    queue,
    getSender: () => ({ ...sender, id: sender.id ?? link.getUserId() }),
    deliver: (message) => pipeline.deliver(message),
    recover: (conversationId) => {
      const canTell = threads.isWatched(conversationId) && writer.getMessages(conversationId) !== undefined
      if (canTell) threads.get(conversationId).recover()
      return canTell
    },
    onAnswered: (conversationId) => echoes.answered(conversationId),
  })
  const threads = createThreads({
    link,
    writer,
    pipeline,
    getUnsent: outbox.getUnsent,
    onRecovered: outbox.reconcile,
    onProgress,
  })
  const echoes = createEchoHold({ isExpected: outbox.isExpected, release: pipeline.push })

  /** The same person may have another id on each backend. */
  const isOwnId = (id: UserId) => id === sender.id || id === link.getUserId()

  const handle = (event: DomainEvent) => {
    // The same user in another tab is nobody else.
    const isOwnTyping = event.type === 'typing.changed' && isOwnId(event.participant.id)
    if (!isOwnTyping) typing.handle(withName(event))
    switch (event.type) {
      case 'session.started':
        startSession(event)
        break
      case 'frame.rejected':
        // A conversation is fetched once at a time, so that many of them are not as many requests.
        if (event.conversationId === undefined && event.isKnown) recoverFromRejection()
        else if (event.conversationId !== undefined && threads.isWatched(event.conversationId))
          threads.get(event.conversationId).recover()
        break
      case 'presence.changed':
      case 'presence.listed':
        presence.handle(event)
        break
      case 'message.received':
      case 'message.statusChanged':
      case 'conversation.changed':
      case 'typing.changed':
      case 'session.tokenExpiring':
      case 'session.failed':
        break
    }
  }

  /** Most wires say who is writing by an id alone; presence knows colleagues by name. */
  const withName = (event: DomainEvent): DomainEvent => {
    if (event.type !== 'typing.changed' || event.participant.name !== null) return event
    const name = presence.getName(event.participant.id)
    return { ...event, participant: { ...event.participant, name } }
  }

  const startSession = ({ userId, userName }: Extract<DomainEvent, { type: 'session.started' }>) => {
    sender = { type: 'user', id: userId, name: userName }
    setOwner(userId)
    presenceAnnouncer.linkUp()
  }

  /** What belonged to another user goes, whichever client brought it: messages, inboxes, and what that user had typed. */
  const setOwner = (userId: UserId | null) => {
    if (userId === null) return
    const isAnother = queue.owner !== null && queue.owner !== userId
    queue.owner = userId
    if (!isAnother) return
    outbox.clear()
    echoes.clear()
    pipeline.clear()
    void queryClient.resetQueries({ queryKey: conversationKeys.all(scope) })
  }

  /** A frame that could not be read may have been a message: what it would have said is fetched instead. */
  const recoverFromRejection = () => {
    if (rejections !== 'none') {
      rejections = 'again'
      threads.suspectAll()
      return
    }
    rejections = 'paused'
    threads.recoverAll()
    timers.start(REJECTION_PAUSE_MS, () => {
      const isAgain = rejections === 'again'
      rejections = 'none'
      if (isAgain) recoverFromRejection()
    })
  }

  const onLinkState = () => {
    const state = link.state.get()
    const next = state.status === 'connected' ? state.epoch : null
    const nextLine = state.status === 'connected' ? state.line : null
    // A prepared switch misses nothing; but nobody on the new line has heard of this user.
    if (nextLine !== line || next !== epoch) {
      line = nextLine
      if (nextLine === null) presence.linkDown()
      else presence.linkUp()
      if (nextLine !== null) presenceAnnouncer.linkUp()
    }
    if (next === epoch) return
    const wasUp = epoch !== null
    epoch = next
    isCaughtUp.set(false)
    if (wasUp) {
      threads.linkDown()
      inbox.linkDown()
    }
    if (next === null) return
    // A base server does not say who is connected; its token does.
    if (link.getCapabilities().size === 0) setOwner(link.getUserId())
    threads.linkUp()
    inbox.linkUp()
    outbox.wake()
    // Queries that gave up while everything was down start again by themselves.
    void queryClient.refetchQueries({
      queryKey: conversationKeys.all(scope),
      type: 'active',
      predicate: ({ state }) => state.status === 'error',
    })
  }

  link.setCatchUp(async (options) => {
    await Promise.all([threads.catchUp(), inbox.catchUp(options)])
  })
  link.state.subscribe(onLinkState)
  link.onEvents((events) => {
    events.forEach(handle)
    pipeline.push(echoes.filter(events))
  })

  return {
    threads,
    inbox,
    outbox,
    readMarker: createReadMarker({ link, writer, complete: inbox.complete }),
    typing,
    typingNotifier,
    presence,
    presenceAnnouncer,
    isCaughtUp,
    start: () => {
      outbox.start()
      link.open()
    },
    stop: () => {
      typingNotifier.stop()
      presenceAnnouncer.stop()
      echoes.stop()
      link.close()
      threads.stop()
      inbox.stop()
      outbox.stop()
      typing.stop()
      presence.stop()
      pipeline.clear()
      timers.clear()
      rejections = 'none'
    },
  }
}
