import { climbStatus, type DeliveryStatus } from './deliveryStatus.ts'
import { isUnsent, type Message, type MessageError } from './message.ts'

/**
 * Lays a newer report of a message over what is known. Total, and idempotent: the same report twice, or an older one
 * late, changes nothing and returns `known` itself, so that nobody re-renders.
 *
 * - A backend's report replaces an optimistic message whole, but for its `clientId` (the row's React key).
 * - `null` says "I do not know": it never erases. HTTP rows, for one, lack half of what the socket says.
 * - The status climbs the ladder and never steps back.
 * - A report older than what is known (`updatedAt`) fills blanks and does nothing else.
 */
export function mergeMessage(known: Message, report: Message): Message {
  if (known === report) return known
  // Whose it is, is known for certain: a wire without a direction can only guess.
  if (isUnsent(known) && !isUnsent(report)) {
    const sender = report.sender.type === known.sender.type ? report.sender : known.sender
    return { ...report, clientId: known.clientId, direction: known.direction, sender }
  }
  if (isUnsent(report) && !isUnsent(known)) return known
  if (isUnsent(known)) return report

  const isStale = isBefore(report.updatedAt, known.updatedAt)
  const [newer, older] = isStale ? [known, report] : [report, known]
  const { status, error } = mergeOutcome(known, report)
  const merged: Message = {
    ...newer,
    id: known.id,
    clientId: known.clientId,
    workspaceId: newer.workspaceId ?? older.workspaceId,
    sender: {
      type: newer.sender.type,
      id: newer.sender.id ?? older.sender.id,
      name: newer.sender.name ?? older.sender.name,
    },
    text: newer.text ?? older.text,
    attachments: newer.attachments.length > 0 ? newer.attachments : older.attachments,
    location: newer.location ?? older.location,
    replyToId: newer.replyToId ?? older.replyToId,
    status,
    error,
    externalId: newer.externalId ?? older.externalId,
    metadata: Object.keys(newer.metadata).length > 0 ? newer.metadata : older.metadata,
    // The creation time is the sort key: the first one seen stays, or the row would jump.
    createdAt: known.createdAt,
    updatedAt: newer.updatedAt ?? older.updatedAt,
    editedAt: newer.editedAt ?? older.editedAt,
    deletedAt: newer.deletedAt ?? older.deletedAt,
  }
  return isSameMessage(known, merged) ? known : merged
}

/** Each of them once: reports of one message are laid over each other in the order in which they come. */
export function mergeById(reports: readonly Message[]): readonly Message[] {
  const byId = new Map<string, Message>()
  for (const report of reports) {
    const known = byId.get(report.id)
    byId.set(report.id, known ? mergeMessage(known, report) : report)
  }
  return [...byId.values()]
}

/** Moves a message along the ladder; returns the same reference when the status says nothing new. */
export function applyStatus(message: Message, status: DeliveryStatus, error: MessageError | null): Message {
  const next = climbStatus(message.status, status)
  if (next === message.status) return message
  return { ...message, status: next, error: next === 'failed' ? error : null }
}

function mergeOutcome(known: Message, report: Message): Pick<Message, 'status' | 'error'> {
  const wasRetriedElsewhere =
    known.status === 'failed' && report.status !== 'failed' && isBefore(known.updatedAt, report.updatedAt)
  if (wasRetriedElsewhere) return { status: report.status, error: null }
  const status = climbStatus(known.status, report.status)
  if (status !== 'failed') return { status, error: null }
  return { status, error: known.error ?? report.error }
}

function isBefore(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a < b
}

/** Messages are flat JSON; comparing them as values keeps identity when a page is read again. */
function isSameMessage(a: Message, b: Message): boolean {
  return (Object.keys(b) as (keyof Message)[]).every((key) => isSameValue(a[key], b[key]))
}

function isSameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => isSameValue((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  )
}
