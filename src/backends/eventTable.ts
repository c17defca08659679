import type { DomainEvent } from '../domain/events.ts'
import { isHeavierThan } from '../lib/weigh.ts'
import type { Frame } from '../transports/transport.ts'
import { parsePayload, type PayloadParser } from './standardSchema.ts'

/** What an event of the wire is, and what it means. */
export interface EventDefinition<Payload> {
  /** Checks the payload: any Standard Schema (valibot, zod, …), or a function that throws what is none. */
  readonly schema: PayloadParser<Payload>
  /**
   * What has happened, in the library's words; nothing for what changes nothing. As text: why it cannot be read after all
   * (the field and the rule, never the value); then what it may have meant is fetched.
   */
  readonly toEvents: (payload: Payload, context: DecodeContext) => Meaning
}

export type Meaning = DomainEvent | readonly DomainEvent[] | string

export interface DecodeContext {
  /** The id this user has in its token; `null` while nobody knows. */
  readonly userId: string | null
}

/** The server's events by name. */
export type EventTable<Payloads extends object> = {
  readonly [Name in keyof Payloads]: EventDefinition<Payloads[Name]>
}

/** Says nothing and does nothing but let the payloads' types be inferred from their schemas. */
export function defineEvents<Payloads extends object>(table: EventTable<Payloads>): EventTable<Payloads> {
  return table
}

export type Decode = (frame: Frame, context?: DecodeContext) => readonly DomainEvent[]

/** Characters and nodes; a frame beyond it is no chat message, whatever it says it is. */
const HEAVIEST_PAYLOAD = 1_000_000
const NOBODY: DecodeContext = { userId: null }

/** Makes a decoder of a table. It never throws; what it cannot read becomes `frame.rejected`. */
export function createDecoder<Payloads extends object>(table: EventTable<Payloads>): Decode {
  // Each definition reads what its own schema has checked; which one that is, is known by the name alone.
  const definitions = new Map(Object.entries(table as unknown as Record<string, EventDefinition<unknown>>))
  return ({ name, payload }, context = NOBODY) => {
    const definition = definitions.get(name)
    if (definition === undefined) return [{ type: 'frame.rejected', name, reason: 'unknown event', isKnown: false }]
    const meaning = isHeavierThan(payload, HEAVIEST_PAYLOAD) ? 'too large' : read(definition, payload, context)
    if (typeof meaning === 'string') return [{ type: 'frame.rejected', name, reason: meaning, isKnown: true }]
    return 'type' in meaning ? [meaning] : meaning
  }
}

function read(definition: EventDefinition<unknown>, payload: unknown, context: DecodeContext): Meaning {
  const parsed = parsePayload(definition.schema, payload)
  if (!parsed.isValid) return parsed.reason
  try {
    return definition.toEvents(parsed.payload, context)
  } catch {
    return 'payload: could not be read'
  }
}
