import type { Database } from '../database/database.ts'
import { type ChangeBatch, createChangeBatch } from './changeBatch.ts'
import type { ChangeBinding } from './changeBinding.ts'
import { toChangeData } from './changeData.ts'
import type { SupabaseFaults } from './faults.ts'
import type { RowChange } from './changeOutbox.ts'
import type { Claims } from './supabaseTokens.ts'
import { loadTableFacts } from './tableFacts.ts'

/** A channel that hears of changes. */
export interface ChangeListener {
  readonly bindings: readonly ChangeBinding[]
  /** Of the token that was last accepted: what may be seen is asked with them. */
  readonly claims: Claims
  readonly tell: (event: { readonly ids: readonly number[]; readonly data: object }) => unknown
}

export interface ChangeRouter {
  /** Returns its undo. */
  readonly add: (listener: ChangeListener) => () => void
  readonly route: (changes: readonly RowChange[]) => Promise<void>
}

/**
 * Decides who hears of a change, as Realtime does: the binding's event, then its filter on the values of the change, then
 * row-level security on the row as it is **now**. So a row that is gone or has moved out of sight meanwhile is not told,
 * and a deletion, of which there is no row left to ask, is told to everybody whose filter lets it through.
 */
export function createChangeRouter(
  database: Database,
  { maxRecordBytes, faults }: { readonly maxRecordBytes: number; readonly faults: SupabaseFaults },
): ChangeRouter {
  const listeners = new Set<ChangeListener>()

  const route: ChangeRouter['route'] = async (changes) => {
    if (listeners.size === 0) return
    const present = [...listeners]
    const roles = [...new Set(present.map(({ claims }) => claims.role))]
    const deliveries = await database.transaction(async (tx) => {
      const tables = await loadTableFacts(tx, roles)
      const batch = createChangeBatch(tx, changes, tables)
      const found: (() => unknown)[][] = changes.map(() => [])
      for (const listener of present) {
        const matches = await match(listener, batch)
        for (const [index, bindings] of matches) {
          const facts = batch.factsOf(index)
          const change = changes[index]
          if (change === undefined || facts === null) continue
          for (const group of groupBySelect(bindings)) {
            const { role } = listener.claims
            const data = toChangeData(change, facts, {
              role,
              select: group[0]?.select ?? null,
              maxRecordBytes,
              fault: faults.recordError,
            })
            const ids = group.map(({ id }) => id)
            // It may have left while we looked.
            found[index]?.push(() => listeners.has(listener) && listener.tell({ ids, data }))
          }
        }
      }
      return found.flat()
    })
    for (const deliver of deliveries) deliver()
  }

  return {
    add: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    route,
  }
}

/** The bindings that each change is for, by the change's place. */
async function match({ bindings, claims }: ChangeListener, batch: ChangeBatch) {
  const matches = new Map<number, ChangeBinding[]>()
  for (const binding of bindings) {
    for (const index of await batch.filter(binding)) matches.set(index, [...(matches.get(index) ?? []), binding])
  }
  if (matches.size === 0) return matches
  const visible = await batch.see(claims)
  for (const index of matches.keys()) if (!visible.has(index)) matches.delete(index)
  return matches
}

function groupBySelect(bindings: readonly ChangeBinding[]): readonly (readonly ChangeBinding[])[] {
  const groups = new Map<string, ChangeBinding[]>()
  for (const binding of bindings) {
    const key = JSON.stringify(binding.select)
    groups.set(key, [...(groups.get(key) ?? []), binding])
  }
  return [...groups.values()]
}
