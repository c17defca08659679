import type { IsoTimestamp } from '../lib/isoTimestamp.ts'
import { shallowEqual } from '../lib/shallowEqual.ts'
import type { ContactId, ConversationId, UserId, WorkspaceId } from './ids.ts'

export interface Contact {
  readonly id: ContactId | null
  readonly name: string | null
  /** Digits only, with the country code: `5511988887777`. */
  readonly phone: string | null
  readonly avatarUrl: string | null
}

export type ConversationStatus = 'open' | 'pending' | 'snoozed' | 'resolved'
export type ConversationPriority = 'low' | 'medium' | 'high' | 'urgent'

/** One conversation with one customer, the same whichever backend it came from. */
export interface Conversation {
  readonly id: ConversationId
  readonly workspaceId: WorkspaceId | null
  /** `whatsapp`, and whatever else a backend carries. */
  readonly channel: string | null
  /** The account on our side, e.g. the WhatsApp number's id. */
  readonly channelAccountId: string | null
  readonly contact: Contact
  readonly status: ConversationStatus | null
  readonly stageId: string | null
  readonly pipelineId: string | null
  readonly assigneeId: UserId | null
  readonly labels: readonly string[]
  readonly priority: ConversationPriority | null
  readonly unreadCount: number
  readonly lastMessageAt: IsoTimestamp | null
  readonly lastMessagePreview: string | null
  /** When the customer last wrote: the start of WhatsApp's 24-hour window. */
  readonly lastInboundAt: IsoTimestamp | null
  readonly metadata: Readonly<Record<string, unknown>>
  readonly createdAt: IsoTimestamp | null
  readonly updatedAt: IsoTimestamp | null
}

/**
 * What one report says of a conversation. An absent field was not mentioned; `null` was (an unassigned conversation has
 * `assigneeId: null`), so the two must not be confused. `contact` is merged field by field, where `null` never erases.
 */
export type ConversationPatch = { readonly id: ConversationId } & Partial<Omit<Conversation, 'id'>>

const BLANK: Omit<Conversation, 'id'> = {
  workspaceId: null,
  channel: null,
  channelAccountId: null,
  contact: { id: null, name: null, phone: null, avatarUrl: null },
  status: null,
  stageId: null,
  pipelineId: null,
  assigneeId: null,
  labels: [],
  priority: null,
  unreadCount: 0,
  lastMessageAt: null,
  lastMessagePreview: null,
  lastInboundAt: null,
  metadata: {},
  createdAt: null,
  updatedAt: null,
}

/** Makes a whole conversation from a report; what it does not mention is blank. */
export function toConversation(patch: ConversationPatch): Conversation {
  return { ...BLANK, ...patch }
}

/**
 * Lays a report over what is known; returns `known` itself when nothing changed. A report that is older than what is
 * known (`updatedAt`) changes nothing.
 */
export function mergeConversation(known: Conversation, patch: ConversationPatch): Conversation {
  if (patch.updatedAt && known.updatedAt && patch.updatedAt < known.updatedAt) return known
  const contact = patch.contact === undefined ? known.contact : mergeContact(known.contact, patch.contact)
  // Activity only moves forward: a late report of an old message must not put the conversation down the list.
  const isOlderActivity = patch.lastMessageAt !== undefined && (patch.lastMessageAt ?? '') < (known.lastMessageAt ?? '')
  const activity = isOlderActivity
    ? { lastMessageAt: known.lastMessageAt, lastMessagePreview: known.lastMessagePreview }
    : {}
  // Nor may it close the customer's window. Only the server may take a time back, in a report that is newer.
  const isNewer = (patch.updatedAt ?? '') > (known.updatedAt ?? '')
  const isOlderInbound = patch.lastInboundAt !== undefined && (patch.lastInboundAt ?? '') < (known.lastInboundAt ?? '')
  const window = isOlderInbound && !isNewer ? { lastInboundAt: known.lastInboundAt } : {}
  const merged: Conversation = { ...known, ...patch, ...activity, ...window, contact }
  return isSameConversation(known, merged) ? known : merged
}

/** Latest activity first; ties by id, so that every screen agrees. */
export function compareConversations(a: Conversation, b: Conversation): number {
  const activeA = a.lastMessageAt ?? a.createdAt ?? ''
  const activeB = b.lastMessageAt ?? b.createdAt ?? ''
  if (activeA !== activeB) return activeA > activeB ? -1 : 1
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1
}

/** `5511988887777` → `+55 11 98888-7777`; other countries in plain groups. */
export function formatPhone(phone: string | null): string | null {
  if (phone === null) return null
  const brazilian = /^55(\d{2})(\d{4,5})(\d{4})$/.exec(phone)
  return brazilian ? `+55 ${brazilian[1]} ${brazilian[2]}-${brazilian[3]}` : `+${phone}`
}

const CHANNELS: ReadonlyMap<string, string> = new Map([
  ['whatsapp', 'WhatsApp'],
  ['sms', 'SMS'],
  ['email', 'E-mail'],
])

/** A channel's own name; they are the same in every language. */
export function toChannelName(channel: string | null): string | null {
  if (channel === null) return null
  return CHANNELS.get(channel) ?? channel.charAt(0).toUpperCase() + channel.slice(1)
}

function mergeContact(known: Contact, next: Contact): Contact {
  const merged: Contact = {
    id: next.id ?? known.id,
    name: next.name ?? known.name,
    phone: next.phone ?? known.phone,
    avatarUrl: next.avatarUrl ?? known.avatarUrl,
  }
  return shallowEqual(known, merged) ? known : merged
}

function isSameConversation(a: Conversation, b: Conversation): boolean {
  return shallowEqual(
    { ...a, labels: a.labels.join('\n'), metadata: JSON.stringify(a.metadata) },
    { ...b, labels: b.labels.join('\n'), metadata: JSON.stringify(b.metadata) },
  )
}
