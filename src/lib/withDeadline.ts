/**
 * Runs `task` with a signal that is aborted after `deadlineMs`, and rejects then even if the task does not listen to it.
 * Leaves no timer behind.
 *
 * @param outer Aborts the task's signal as well. (`AbortSignal.any` is younger than the browsers CRMs meet.)
 * @throws what `onDeadline` returns, when time is up.
 */
export async function withDeadline<T>(
  deadlineMs: number,
  task: (signal: AbortSignal) => Promise<T>,
  onDeadline: () => Error,
  outer?: AbortSignal,
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
  const abort = () => controller.abort(outer?.reason)
  if (outer?.aborted === true) abort()
  outer?.addEventListener('abort', abort)
  try {
    return await Promise.race([task(controller.signal), deadline])
  } finally {
    clearTimeout(timer)
    outer?.removeEventListener('abort', abort)
  }
}
