import type { DomainEvent } from '../domain/events.ts'

/** What can be done to the announcements of a fake. One `write`, send or `announce` that somebody hears is one of them. */
export interface AnnouncementFaults {
  /** The next ones never arrive. Default: one. */
  readonly loseNext: (count?: number) => void
  /** The next ones arrive twice. Default: one. */
  readonly duplicateNext: (count?: number) => void
  /** The next ones arrive the last first, once all of them were made. Default: two. */
  readonly reorderNext: (count?: number) => void
  /** From now on they arrive so late, in ms; 0: at once. */
  readonly delayAnnouncements: (delayMs: number) => void
}

type Deliver = (events: readonly DomainEvent[]) => void

/** Brings events to the other side, with what was scripted done to them on the way. */
export function createAnnouncementFaults(arrive: Deliver): AnnouncementFaults & { readonly deliver: Deliver } {
  let losses = 0
  let duplicates = 0
  let awaited = 0
  let delayMs = 0
  const held: (readonly DomainEvent[])[] = []

  const send: Deliver = (events) => {
    if (delayMs > 0) setTimeout(() => arrive(events), delayMs)
    else arrive(events)
  }
  return {
    deliver: (events) => {
      if (losses > 0) {
        losses -= 1
      } else if (awaited > 0) {
        awaited -= 1
        held.unshift(events)
        if (awaited === 0) held.splice(0).forEach(send)
      } else {
        send(events)
        if (duplicates === 0) return
        duplicates -= 1
        send(events)
      }
    },
    loseNext: (count = 1) => {
      losses += count
    },
    duplicateNext: (count = 1) => {
      duplicates += count
    },
    reorderNext: (count = 2) => {
      awaited += count
    },
    delayAnnouncements: (next) => {
      delayMs = next
    },
  }
}
