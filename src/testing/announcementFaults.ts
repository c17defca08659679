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

/** Brings announcements to the other side, with what was scripted done to them on the way. */
export function createAnnouncementFaults<Announcement>(
  arrive: (announcement: Announcement) => void,
): AnnouncementFaults & { readonly deliver: (announcement: Announcement) => void } {
  let losses = 0
  let duplicates = 0
  let awaited = 0
  let delayMs = 0
  const held: Announcement[] = []

  const send = (announcement: Announcement) => {
    if (delayMs > 0) setTimeout(() => arrive(announcement), delayMs)
    else arrive(announcement)
  }
  return {
    deliver: (announcement) => {
      if (losses > 0) {
        losses -= 1
      } else if (awaited > 0) {
        awaited -= 1
        held.unshift(announcement)
        if (awaited === 0) for (const each of held.splice(0)) send(each)
      } else {
        send(announcement)
        if (duplicates === 0) return
        duplicates -= 1
        send(announcement)
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
