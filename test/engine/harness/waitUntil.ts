/** Asks again and again until the answer is there; an answer of `undefined`, `null` or `false` is none. */
export async function waitUntil<T>(
  ask: () => T | Promise<T>,
  patienceMs = 10_000,
): Promise<Exclude<T, undefined | null | false>> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== null && answer !== false) {
      return answer as Exclude<T, undefined | null | false>
    }
    if (Date.now() > deadline) throw new Error(`nothing came of ${ask.toString().slice(0, 200)}`)
    await new Promise((resolve) => {
      setTimeout(resolve, 10)
    })
  }
}
