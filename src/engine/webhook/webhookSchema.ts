import * as v from 'valibot'

/*
 * WhatsApp's Cloud API, as far as it is read here. Everything else is let through unread: Meta adds fields without
 * notice, and a webhook that is refused is sent again for days.
 */

const Text = v.pipe(v.string(), v.maxLength(65_536))
const Short = v.pipe(v.string(), v.minLength(1), v.maxLength(512))
/** What only decorates a message. A bad one is left out: it must not cost the customer's words. */
const Decoration = v.fallback(v.optional(Short), undefined)
const Phone = v.pipe(v.string(), v.regex(/^\+?\d{5,20}$/, 'expected a phone number in digits'))
/** Seconds since 1970. */
const Timestamp = v.pipe(
  v.union([v.pipe(v.string(), v.regex(/^\d{1,11}$/, 'expected seconds since 1970'), v.transform(Number)), v.number()]),
  v.number(),
  v.integer(),
  v.minValue(0),
  v.maxValue(32_503_680_000),
)

const Media = v.object({
  id: Decoration,
  mime_type: Decoration,
  caption: v.nullish(Text),
  filename: Decoration,
})

const InboundSchema = v.object({
  from: Phone,
  id: Short,
  timestamp: Timestamp,
  type: v.pipe(v.string(), v.regex(/^[a-z_]{1,40}$/, 'expected a message type')),
  context: v.fallback(v.optional(v.object({ id: Decoration })), undefined),
  text: v.optional(v.object({ body: Text })),
  image: v.optional(Media),
  video: v.optional(Media),
  audio: v.optional(Media),
  document: v.optional(Media),
  sticker: v.optional(Media),
  location: v.optional(
    v.object({
      latitude: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
      longitude: v.pipe(v.number(), v.minValue(-180), v.maxValue(180)),
      name: v.optional(Text),
      address: v.optional(Text),
    }),
  ),
  button: v.optional(v.object({ text: v.optional(Text) })),
  interactive: v.optional(
    v.object({
      button_reply: v.optional(v.object({ title: v.optional(Text) })),
      list_reply: v.optional(v.object({ title: v.optional(Text) })),
    }),
  ),
})

const ReceiptSchema = v.object({
  id: Short,
  // Other words (`deleted`, `played`, `warning`, tomorrow's) say nothing about delivery.
  status: v.string(),
  errors: v.optional(
    v.array(
      v.object({
        code: v.union([v.number(), Short]),
        title: Decoration,
        message: Decoration,
        error_data: v.fallback(v.optional(v.object({ details: Decoration })), undefined),
      }),
    ),
  ),
})

/** One request: a list of changes, of which only those of messages are read. */
export const WebhookSchema = v.object({
  entry: v.pipe(
    v.array(
      v.object({
        changes: v.pipe(v.array(v.object({ field: v.optional(v.string()), value: v.unknown() })), v.maxLength(1000)),
      }),
    ),
    v.maxLength(1000),
  ),
})

export const WebhookValueSchema = v.object({
  metadata: v.object({ phone_number_id: Short }),
  contacts: v.fallback(
    v.optional(v.array(v.object({ wa_id: Decoration, profile: v.optional(v.object({ name: Decoration })) })), []),
    [],
  ),
  messages: v.optional(v.pipe(v.array(InboundSchema), v.maxLength(1000)), []),
  statuses: v.optional(v.pipe(v.array(ReceiptSchema), v.maxLength(1000)), []),
})

export type InboundWire = v.InferOutput<typeof InboundSchema>
export type ReceiptWire = v.InferOutput<typeof ReceiptSchema>
