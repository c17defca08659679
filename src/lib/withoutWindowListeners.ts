/**
 * Runs `create`, and lets nothing in it listen to the window. For libraries whose constructors add listeners that they
 * never remove. Synchronous, so nobody else's listener is lost.
 */
export function withoutWindowListeners<T>(create: () => T): T {
  const page: unknown = globalThis.window
  if (typeof page !== 'object' || page === null) return create()
  const own = Object.getOwnPropertyDescriptor(page, 'addEventListener')
  Object.defineProperty(page, 'addEventListener', { configurable: true, writable: true, value: () => {} })
  try {
    return create()
  } finally {
    if (own === undefined) Reflect.deleteProperty(page, 'addEventListener')
    else Object.defineProperty(page, 'addEventListener', own)
  }
}
