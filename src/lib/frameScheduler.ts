/** Gathers work so that a burst costs one flush per frame and a lone event no delay. */
export interface FrameScheduler {
  /** Asks for a flush: at once after a quiet period, otherwise in the next frame. */
  readonly schedule: () => void
  /** Flushes now if anything is due. */
  readonly flush: () => void
  /** Forgets what is due and stops its timer. */
  readonly cancel: () => void
}

/** A frame at 60 Hz; also how long a timer waits where there are no frames (hidden tabs, Node, workers). */
const FRAME_MS = 16

/**
 * Creates a scheduler around one `flush` function.
 *
 * The first request of a quiet period is flushed synchronously, so that a lone message is on screen in the same frame.
 * What follows is gathered until the next animation frame. A hidden page gets no animation frames, so a timer stands in.
 */
export function createFrameScheduler(flush: () => void): FrameScheduler {
  let isDue = false
  let stopWaiting: (() => void) | null = null

  const wait = () => {
    stopWaiting = afterFrame(() => {
      stopWaiting = null
      if (!isDue) return
      run()
    })
  }
  const run = () => {
    isDue = false
    if (stopWaiting === null) wait()
    flush()
  }
  return {
    schedule: () => {
      isDue = true
      if (stopWaiting === null) run()
    },
    flush: () => {
      if (isDue) run()
    },
    cancel: () => {
      isDue = false
      stopWaiting?.()
      stopWaiting = null
    },
  }
}

/** `false` in hidden pages, Node and workers. */
export function hasFrames(): boolean {
  return typeof globalThis.requestAnimationFrame === 'function' && globalThis.document?.visibilityState === 'visible'
}

function afterFrame(callback: () => void): () => void {
  if (!hasFrames()) {
    const timer = setTimeout(callback, FRAME_MS)
    return () => clearTimeout(timer)
  }
  // A page that is hidden between the request and the frame would never get it: the timer is the safety net.
  const { requestAnimationFrame, cancelAnimationFrame } = globalThis
  const stop = () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
  const once = () => {
    stop()
    callback()
  }
  const frame = requestAnimationFrame(once)
  const timer = setTimeout(once, FRAME_MS * 8)
  return stop
}
