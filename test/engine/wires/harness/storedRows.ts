import fc from 'fast-check'
import type { StoredConversation } from '../../../../src/engine/store/storedConversation.ts'
import type { StoredMessage } from '../../../../src/engine/store/storedMessage.ts'

/* Rows as the database may hold them, whoever wrote them. */

const id = fc.uuid()
const words = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
const time = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const phone = fc.stringMatching(/^[1-9]\d{9,14}$/)

const writer = fc.oneof(
  fc.record({ is_outgoing: fc.constant(false), sender_type: fc.constant('contact' as const) }),
  fc.record({
    is_outgoing: fc.constant(true),
    sender_type: fc.constantFrom('user' as const, 'bot' as const, 'system' as const),
  }),
)

const receipt = fc.oneof(
  fc.record({
    status: fc.constantFrom('pending' as const, 'sent' as const, 'delivered' as const, 'read' as const),
    error_code: fc.constant(null),
    error_message: fc.constant(null),
  }),
  fc.record({ status: fc.constant('failed' as const), error_code: words, error_message: words }),
)

const file = fc.oneof(
  fc.record({
    attachment_id: id,
    file_name: words,
    mime_type: fc.constantFrom('image/jpeg', 'application/pdf'),
    file_size: orNull(fc.nat()),
    has_content: fc.boolean(),
    media_url: orNull(fc.webUrl()),
  }),
  fc.record({
    attachment_id: fc.constant(null),
    file_name: fc.constant(null),
    mime_type: fc.constant(null),
    file_size: fc.constant(null),
    has_content: fc.constant(false),
    media_url: orNull(fc.webUrl()),
  }),
)

const place = fc.record(
  {
    latitude: fc.integer({ min: -9000, max: 9000 }).map((value) => value / 100),
    longitude: fc.integer({ min: -18_000, max: 18_000 }).map((value) => value / 100),
    name: words,
    address: words,
  },
  { requiredKeys: ['latitude', 'longitude'] },
)

/** A customer's row comes by webhook and is delivered; an agent's is at any rung. */
export const storedMessage: fc.Arbitrary<StoredMessage> = fc
  .tuple(
    fc.record({
      id,
      conversation_id: id,
      workspace_id: words,
      whatsapp_number_id: orNull(id),
      external_id: orNull(words),
      client_id: orNull(words),
      type: fc.constantFrom(
        ...['text', 'image', 'video', 'audio', 'document', 'sticker', 'location', 'template', 'system', 'order'],
      ),
      body: orNull(words),
      sender_name: orNull(words),
      reply_to_id: orNull(id),
      sent_by_user_id: orNull(id),
      metadata: fc.oneof(fc.constant({}), fc.record({ location: place }), fc.record({ location: fc.anything() })),
      created_at: time,
      updated_at: time,
      edited_at: orNull(time),
      deleted_at: orNull(time),
      is_private: fc.boolean(),
      remote_jid: orNull(phone.map((digits) => `${digits}@s.whatsapp.net`)),
      contact_id: id,
      contact_name: orNull(words),
      contact_phone: phone,
      quoted_body: orNull(words),
      quoted_type: orNull(fc.constant('text')),
      quoted_is_outgoing: orNull(fc.boolean()),
    }),
    writer,
    receipt,
    file,
  )
  .map(([row, who, how, what]) => {
    const message = { ...row, ...who, ...how, ...what }
    if (message.is_outgoing) return message
    const arrived = { status: 'delivered', error_code: null, error_message: null } as const
    return { ...message, ...arrived, is_private: false, sent_by_user_id: null }
  })
  // JSON, as it comes out of a jsonb column.
  .map((message) => ({ ...message, metadata: JSON.parse(JSON.stringify(message.metadata)) as object }))
  .map((message) => message as StoredMessage)

/** What the foreign wires have words for. */
export const toldMessage = storedMessage.map((message) => ({ ...message, is_private: false, deleted_at: null }))

export const storedConversation: fc.Arbitrary<StoredConversation> = fc
  .tuple(
    fc.record({
      id,
      workspace_id: words,
      contact_id: id,
      whatsapp_number_id: orNull(id),
      remote_jid: orNull(phone.map((digits) => `${digits}@s.whatsapp.net`)),
      is_group: fc.boolean(),
      channel: fc.constant('whatsapp'),
      pipeline_id: orNull(words),
      stage_id: orNull(words),
      status: fc.constantFrom('open' as const, 'pending' as const, 'snoozed' as const, 'resolved' as const),
      assignee_id: orNull(words),
      labels: fc.array(words, { maxLength: 3 }),
      priority: orNull(fc.constantFrom('low' as const, 'medium' as const, 'high' as const, 'urgent' as const)),
      snoozed_until: orNull(time),
      unread_count: fc.nat(),
      last_inbound_at: orNull(time),
      created_at: time,
      updated_at: time,
      contact_name: orNull(words),
      contact_phone: phone,
      contact_avatar_url: orNull(fc.webUrl()),
    }),
    fc.oneof(
      fc.record({
        last_id: id,
        last_type: fc.constantFrom('text', 'image', 'location', 'order'),
        last_is_outgoing: fc.boolean(),
        last_sender_type: fc.constantFrom('user' as const, 'bot' as const),
        last_user_id: orNull(id),
        last_message_at: time,
        last_message_preview: words,
      }),
      fc.constant({
        ...{ last_id: null, last_type: null, last_is_outgoing: null, last_sender_type: null, last_user_id: null },
        ...{ last_message_at: null, last_message_preview: null },
      }),
    ),
  )
  .map(([row, last]) => ({ ...row, ...last }))
