import type { WireName } from './wires/wireName.ts'

/**
 * What servers in the field do and a client must bear. "Foreign" are the wires `pytake` and `kanban`, whose servers were
 * seen to do it; there it is the default.
 */
export interface EngineQuirks {
  /** Takes so long to carry out a subscription, in ms. Default 0. */
  readonly joinDelayMs?: number
  /** ChatEngine: tells the sender's client id in the echo. Default: unless it is a base server. */
  readonly echoClientId?: boolean
  /** Answers a send so much later than it carried it out, in ms: the echo comes first. Default 0; foreign: 20. */
  readonly echoBeforeAnswerMs?: number
  /** Tells a message twice: on Kanban's wire once per room a socket is in, on PyTake's simply twice. Default: foreign. */
  readonly duplicates?: boolean
  /** Says `delivered` once more after `read`. Default: foreign. */
  readonly backwardStatuses?: boolean
  /** A send that the provider refuses is never told, only its `failed`. Default: foreign. */
  readonly hidesRefused?: boolean

  /** PyTake: acknowledges a command without a word, errors as well; without it never. Default `true`. */
  readonly emptyAcks?: boolean
  /** PyTake: says `connected` before Socket.IO has said that the connection stands. Default `true`. */
  readonly greetsEarly?: boolean
  /** PyTake: `ping` with any payload gets no `pong`. Default `true`. */
  readonly dropsPingPayload?: boolean
  /** PyTake: `pong { timestamp: "now" }`, literally; without it a time. Default `true`. */
  readonly pongSaysNow?: boolean
  /** PyTake: an upper-case UUID is confirmed as joined, and then there is silence. Default `true`. */
  readonly caseSensitiveRooms?: boolean
  /** PyTake: times without a zone and with `+00:00` on the socket, with `Z` over HTTP; without it `Z`. Default `true`. */
  readonly mixedTimestamps?: boolean
  /** PyTake: the socket does not know yet when a message was created (`created_at: null`); HTTP does. Default `false`. */
  readonly untimedEvents?: boolean
  /** PyTake: a customer's message has the status `received`; without it `delivered`. Default `true`. */
  readonly inboundReceived?: boolean
  /** PyTake: `GET …/messages` knows `after`, a time; without it the parameter is ignored. Default `false`. */
  readonly listsAfter?: boolean

  /** Kanban: customers' messages have whole seconds, so that several share one. Default `true`. */
  readonly wholeSeconds?: boolean
  /**
   * Kanban: the names of other versions: `message:status` with `errorInfo`, `externalMessageId`, `conversation:typing` with
   * `userName`, and a `conversation:joined` that confirms. Default `false`.
   */
  readonly fieldVariants?: boolean
}

/** Every quirk, decided. */
export type EngineHabits = Required<EngineQuirks>

/** Fills in what the options leave open. */
export function resolveQuirks(
  quirks: EngineQuirks,
  { wire, isBase }: { wire: WireName; isBase: boolean },
): EngineHabits {
  const isForeign = wire !== 'chatengine'
  return {
    joinDelayMs: quirks.joinDelayMs ?? 0,
    echoClientId: quirks.echoClientId ?? !isBase,
    echoBeforeAnswerMs: quirks.echoBeforeAnswerMs ?? (isForeign ? 20 : 0),
    duplicates: quirks.duplicates ?? isForeign,
    backwardStatuses: quirks.backwardStatuses ?? isForeign,
    hidesRefused: quirks.hidesRefused ?? isForeign,
    emptyAcks: quirks.emptyAcks ?? true,
    greetsEarly: quirks.greetsEarly ?? true,
    dropsPingPayload: quirks.dropsPingPayload ?? true,
    pongSaysNow: quirks.pongSaysNow ?? true,
    caseSensitiveRooms: quirks.caseSensitiveRooms ?? true,
    mixedTimestamps: quirks.mixedTimestamps ?? true,
    untimedEvents: quirks.untimedEvents ?? false,
    inboundReceived: quirks.inboundReceived ?? true,
    listsAfter: quirks.listsAfter ?? false,
    wholeSeconds: quirks.wholeSeconds ?? true,
    fieldVariants: quirks.fieldVariants ?? false,
  }
}
