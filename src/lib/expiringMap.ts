/** A map that forgets: the oldest entry when it is full, any entry when it is too old. */
export interface ExpiringMap<Key, Value> {
  readonly get: (key: Key) => Value | undefined
  readonly set: (key: Key, value: Value) => void
  readonly take: (key: Key) => Value | undefined
  readonly size: () => number
  readonly clear: () => void
}

export interface ExpiringMapOptions {
  /** Entries kept at most. */
  readonly limit: number
  /** How long an entry lives, in ms. */
  readonly ttlMs: number
  /** The clock, in ms. Default `Date.now`. */
  readonly now?: () => number
}

/** Creates a bounded map without timers: entries are dropped when they are looked at or crowded out. */
export function createExpiringMap<Key, Value>({
  limit,
  ttlMs,
  now = Date.now,
}: ExpiringMapOptions): ExpiringMap<Key, Value> {
  const entries = new Map<Key, { readonly value: Value; readonly until: number }>()
  const get = (key: Key) => {
    const entry = entries.get(key)
    if (entry === undefined) return undefined
    if (entry.until > now()) return entry.value
    entries.delete(key)
    return undefined
  }
  return {
    get,
    set: (key, value) => {
      entries.delete(key)
      entries.set(key, { value, until: now() + ttlMs })
      if (entries.size <= limit) return
      const oldest = entries.keys().next()
      if (!oldest.done) entries.delete(oldest.value)
    },
    take: (key) => {
      const value = get(key)
      entries.delete(key)
      return value
    },
    size: () => entries.size,
    clear: () => entries.clear(),
  }
}
