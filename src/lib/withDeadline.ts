/**
 * Runs `task` with a signal that is aborted after `deadlineMs`, and rejects then even if the task does not listen to it.
 * Leaves no timer behind.
 *
 * @throws what `onDeadline` returns, when time is up.
 */
export async function withDeadline<T>(
  deadlineMs: number,
  task: (signal: AbortSignal) => Promise<T>,
  onDeadline: () => Error,
): Promise<T> {
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = onDeadline()
      controller.abort(error)
      reject(error)
    }, deadlineMs)
  })
  try {
    return await Promise.race([task(controller.signal), deadline])
  } finally {
    clearTimeout(timer)
  }
}
