/** What is seen of a contestant from outside of it, the same for all: its frames, its commits and its page's frames. */
export interface PageWatch {
  /** Begins to watch. */
  readonly start: (options: WatchOptions) => void
  /** Resolves when `expected` frames have come and nothing has happened for a while. */
  readonly settle: (expected: number) => Promise<void>
  readonly read: () => Seen
}

export interface WatchOptions {
  /** The message that ends it. */
  readonly lastId?: string | undefined
  /** Notes of each message when it came and when it was shown. */
  readonly isTimed?: boolean
  /** Notes how large the heap is in every frame. It takes its time: nothing else is to be measured beside it. */
  readonly isWeighed?: boolean
}

/** Times in ms. */
export interface Seen {
  /** From the first frame to the commit that shows the last message; `null`: it never came. */
  readonly ms: number | null
  readonly commits: number
  /** From one frame's beginning to the next one's; the first counts from the first event. */
  readonly mostCommitsInAFrame: number
  readonly droppedFrames: number
  /** The heap's highest, garbage included, over what it was before; 0 unless it is weighed. */
  readonly peakHeapMb: number
  /** From receipt to commit, of each message that was timed. */
  readonly latencies: readonly number[]
  /** Timed messages that were never shown. */
  readonly unseen: number
}

declare global {
  var watch: PageWatch
  var contest: {
    readonly open: (held: number, url: string, token: string) => Promise<void>
    readonly check: (held: number) => string | null
    readonly close: () => void
  }
}

/** Runs in the page before anything else; so it cannot use anything of this file. */
export function watchPage(): void {
  const QUIET_MS = 150
  const GIVE_UP_MS = 60_000
  const FRAME_MS = 1_000 / 60
  const page = globalThis as unknown as { gc?: () => void; performance: { memory: { usedJSHeapSize: number } } }
  const heap = () => page.performance.memory.usedJSHeapSize
  const toEmpty = ({ lastId, isTimed = false, isWeighed = false }: WatchOptions) => ({
    lastId,
    isTimed,
    isWeighed,
    isOver: false,
    received: 0,
    firstAt: 0,
    doneAt: 0,
    lastAt: 0,
    commits: 0,
    commitsInFrame: [0],
    frameAt: 0,
    droppedFrames: 0,
    heapBefore: 0,
    heapPeak: 0,
    waiting: new Map<string, number>(),
    latencies: [] as number[],
  })
  let now = toEmpty({})

  const onFrame = ({ data }: MessageEvent) => {
    if (typeof data !== 'string' || !data.startsWith('42["message')) return
    const at = performance.now()
    now.received += 1
    now.lastAt = at
    if (now.firstAt === 0) now.firstAt = at
    if (!now.isTimed) return
    const id = /"id":"([^"]+)"/.exec(data)?.[1]
    if (id !== undefined) now.waiting.set(id, at)
  }
  const onCommitFiberRoot = () => {
    const at = performance.now()
    now.lastAt = at
    now.commits += 1
    const frame = now.commitsInFrame.length - 1
    now.commitsInFrame[frame] = (now.commitsInFrame[frame] ?? 0) + 1
    if (now.doneAt === 0 && now.lastId !== undefined && document.getElementById(now.lastId) !== null) now.doneAt = at
    for (const [id, receivedAt] of now.waiting) {
      if (document.getElementById(id) === null) continue
      now.waiting.delete(id)
      now.latencies.push(at - receivedAt)
    }
  }
  const tick = (run: typeof now) => (at: number) => {
    if (run.isOver) return
    requestAnimationFrame(tick(run))
    if (run.firstAt > 0) {
      // Only what was lost while there was something to show.
      if (run.frameAt > 0 && run.doneAt === 0)
        run.droppedFrames += Math.max(0, Math.round((at - run.frameAt) / FRAME_MS) - 1)
      run.commitsInFrame.push(0)
      if (run.isWeighed) run.heapPeak = Math.max(run.heapPeak, heap())
    }
    run.frameAt = at
  }

  const Native = globalThis.WebSocket
  class WatchedSocket extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('message', onFrame)
    }
  }
  const watch: PageWatch = {
    start: (options) => {
      now.isOver = true
      now = toEmpty(options)
      page.gc?.()
      now.heapBefore = heap()
      now.heapPeak = now.heapBefore
      requestAnimationFrame(tick(now))
      performance.mark('burst-start')
    },
    settle: async (expected) => {
      const giveUpAt = performance.now() + GIVE_UP_MS
      const isQuiet = () => now.received >= expected && performance.now() - now.lastAt > QUIET_MS
      while (!isQuiet() && performance.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 20))
      performance.mark('burst-end')
      now.isOver = true
    },
    read: () => ({
      ms: now.doneAt === 0 ? null : now.doneAt - now.firstAt,
      commits: now.commits,
      mostCommitsInAFrame: Math.max(...now.commitsInFrame),
      droppedFrames: now.droppedFrames,
      peakHeapMb: (now.heapPeak - now.heapBefore) / 2 ** 20,
      latencies: now.latencies,
      unseen: now.waiting.size,
    }),
  }
  const hook = { supportsFiber: true, inject: () => 1, onCommitFiberRoot, onCommitFiberUnmount: () => {} }
  Object.assign(globalThis, { watch, WebSocket: WatchedSocket, __REACT_DEVTOOLS_GLOBAL_HOOK__: hook })
}
