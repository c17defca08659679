/** What PGlite writes: 99 when its files are made, 0 when it is closed. */
const WRITTEN = new Set<unknown>([0, 99])

let running = 0
let kept: typeof process.exitCode

/**
 * Runs a task that starts or ends PGlite, and puts the process's exit code back afterwards: its runtime sets it as a
 * program's end would, so that a test run that has failed would say that all is well.
 */
export async function keepExitCode<T>(task: () => Promise<T>): Promise<T> {
  if (running === 0) kept = process.exitCode
  running += 1
  try {
    return await task()
  } finally {
    running -= 1
    // Any other code was set by somebody who meant it.
    if (WRITTEN.has(process.exitCode)) process.exitCode = kept
  }
}
