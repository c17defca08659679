/**
 * The few words of a test runner that the suite needs; Vitest, Jest and Bun all have them. They are handed in and not
 * imported: the fakes of this entry are for stories and demos too, where there is no runner, and the suite should run in
 * the one the application has.
 */
export interface TestKit {
  readonly describe: (name: string, body: () => void) => void
  readonly it: (name: string, body: () => Promise<void>, timeoutMs?: number) => void
  readonly beforeAll: (body: () => Promise<void>, timeoutMs?: number) => void
  readonly afterAll: (body: () => Promise<void>, timeoutMs?: number) => void
  readonly expect: (actual: unknown) => { readonly toEqual: (expected: unknown) => void }
}

/** Asks again until it holds; after `timeoutMs` it fails as the last question did. */
export async function until(check: () => void | Promise<void>, timeoutMs = 10_000): Promise<void> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    try {
      await check()
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
