import { createTimers } from '../../lib/timers.ts'
import { type ChangeBinding, checkChangeBinding, parseChangeBinding } from './changeBinding.ts'
import type { RealtimeContext } from './realtimeContext.ts'
import type { Claims } from './supabaseTokens.ts'

/** What one channel hears of the database. */
export interface ChangeSubscription {
  /** Starts over, with other claims; until that is done the old ones hold. */
  readonly set: (changes: readonly object[], claims: Claims) => void
  readonly stop: () => void
}

export interface ChangeSubscriptionOptions {
  readonly context: RealtimeContext
  readonly tell: (payload: { readonly ids: readonly number[]; readonly data: object }) => void
  readonly tellSystem: (status: 'ok' | 'error', message: string) => void
}

/**
 * Subscribes a channel to changes. A join is answered before it is done: only `system` tells that it is, or that it has
 * failed, in which case the channel stays joined and hears nothing.
 */
export function createSubscription({ context, tell, tellSystem }: ChangeSubscriptionOptions): ChangeSubscription {
  const { database, faults, router } = context
  const timers = createTimers()
  let stopListening = () => {}
  /** Counts the attempts: one that was overtaken says nothing. */
  let attempt = 0

  const subscribe = async (changes: readonly object[], claims: Claims, own: number) => {
    try {
      const bindings: ChangeBinding[] = changes.map(parseChangeBinding)
      await checkRole(claims.role)
      for (const binding of bindings) await checkChangeBinding(database, binding)
      if (faults.failReady !== null) throw new Error(faults.failReady)
      if (own !== attempt) return
      stopListening()
      stopListening = router.add({ bindings, claims, tell: (event) => faults.silentLoss || tell(event) })
      tellSystem('ok', 'Subscribed to PostgreSQL')
    } catch (error) {
      if (own === attempt) tellSystem('error', error instanceof Error ? error.message : 'Unknown error')
    }
  }
  /** A role that does not exist would fail every listener's changes, not only its own. */
  const checkRole = async (role: string) => {
    const rows = await database.query('select from pg_roles where rolname = $1', [role])
    if (rows.length === 0) throw new Error(`ERROR 42704 (undefined_object) role "${role}" does not exist`)
  }

  return {
    set: (changes, claims) => {
      if (changes.length === 0) return
      attempt += 1
      const own = attempt
      timers.clear()
      timers.start(faults.lateReady, () => void subscribe(changes, claims, own))
    },
    stop: () => {
      attempt += 1
      timers.clear()
      stopListening()
    },
  }
}
