import type { Capability } from '../../domain/capability.ts'
import type { SupabaseTables } from './tables.ts'

/** What a database with these columns can do. Nobody announces it: the names are the announcement. */
export function toCapabilities(
  { messages, conversations }: SupabaseTables,
  { hasPresence }: { readonly hasPresence: boolean },
): readonly Capability[] {
  const { updatedAt } = messages.columns
  const { status, assigneeId, labels, priority } = conversations.columns
  const hasChanges = updatedAt !== null && conversations.columns.updatedAt !== null
  const hasCrm = [status, assigneeId, labels, priority].every((column) => column !== null)
  return [
    'acks',
    'authenticate',
    ...(hasChanges ? (['changes'] as const) : []),
    ...(hasOwnClientId(messages) ? (['idempotency'] as const) : []),
    ...(hasCrm ? (['crm'] as const) : []),
    ...(hasPresence ? (['presence'] as const) : []),
  ]
}

/** A client id in a column of its own is unique. One that borrows the external id's place is overwritten sooner or later. */
export function hasOwnClientId({ columns: { clientId, externalId } }: SupabaseTables['messages']): boolean {
  return clientId !== null && clientId !== externalId
}
