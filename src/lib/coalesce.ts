/**
 * Many who ask at once are answered by one run. Who asks while it is under way waits for the next one: an answer that was
 * begun before the question may be older than what it is asked about.
 */
export function coalesce<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve()
  /** Not begun yet. */
  let waiting: Promise<T> | null = null
  return () => {
    waiting ??= running.then(() => {
      waiting = null
      const answer = run()
      running = answer.catch(() => {})
      return answer
    })
    return waiting
  }
}
