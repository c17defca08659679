import type { Backend } from '../backends/backend.ts'
import type { Capability } from '../domain/capability.ts'
import { OPERATIONS, toUnsupported, type Operation } from '../domain/operation.ts'
import { createStore, type Readable } from '../lib/store.ts'

/** What the backends can do by definition, and what the server has announced on top of it. */
export type ClientCapability = Operation | Capability

export interface ClientCapabilities extends Readable<ReadonlySet<ClientCapability>> {
  /** Looks again at what the server has announced. */
  readonly update: () => void
  /** @throws ConversationError `unsupported`, naming the operation, where no backend can do it. */
  readonly require: (operation: Operation) => void
}

/** Several backends are views of the same data: what one of them can do can be done. */
export function createClientCapabilities(
  backends: readonly Backend[],
  getAnnounced: () => ReadonlySet<Capability>,
): ClientCapabilities {
  const possible = OPERATIONS.filter((operation) => backends.some(({ cannot = [] }) => !cannot.includes(operation)))
  const store = createStore<ReadonlySet<ClientCapability>>(new Set(possible))
  return {
    get: store.get,
    subscribe: store.subscribe,
    update: () => {
      const next = new Set<ClientCapability>([...possible, ...getAnnounced()])
      const known = store.get()
      if (next.size !== known.size || [...next].some((each) => !known.has(each))) store.set(next)
    },
    require: (operation) => {
      if (backends.length === 0 || possible.includes(operation)) return
      throw toUnsupported(operation, backends.map(({ name }) => name).join(' and '))
    },
  }
}
