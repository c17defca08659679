/** What a server can do beyond the base of its wire; used only after the server has announced it. */
export type Capability =
  /** Every client event is answered. */
  | 'acks'
  /** Can tell what changed since a moment, deletions included. */
  | 'changes'
  /** A repeated send with the same key is one message. */
  | 'idempotency'
  /** The token can be renewed on the living connection. */
  | 'authenticate'
  /** Conversations carry status, assignee, labels, priority, unread count and contact. */
  | 'crm'
  /** Tells where the other agents are, and which conversation each looks at. */
  | 'presence'
  /** Answers a `ping`. */
  | 'ping'

const CAPABILITIES: ReadonlySet<string> = new Set<Capability>([
  'acks',
  'changes',
  'idempotency',
  'authenticate',
  'crm',
  'presence',
  'ping',
])

/** `false` for capabilities of a newer server that this version does not know. */
export function isCapability(name: string): name is Capability {
  return CAPABILITIES.has(name)
}
