import * as v from 'valibot'

const Uuid = v.pipe(v.string(), v.uuid('expected a UUID'))
const orNull = <Schema extends v.GenericSchema>(schema: Schema) => v.nullish(schema, null)

/** WhatsApp's limit for a text, in characters as JavaScript counts them. */
export const LONGEST_TEXT = 4096

/** What `POST /messages` takes: a text, or a file that was uploaded before, with or without words. */
export const DraftSchema = v.pipe(
  v.object({
    conversationId: Uuid,
    type: v.picklist(['text', 'image', 'video', 'audio', 'document']),
    content: v.optional(v.pipe(v.string(), v.maxLength(LONGEST_TEXT)), ''),
    replyToId: orNull(Uuid),
    attachmentId: orNull(Uuid),
    clientMessageId: orNull(v.pipe(v.string(), v.minLength(1), v.maxLength(255))),
  }),
  v.forward(
    v.check(({ type, content }) => type !== 'text' || content.trim() !== '', 'expected a text that is not empty'),
    ['content'],
  ),
  v.forward(
    v.check(
      ({ type, attachmentId }) => (type === 'text') === (attachmentId === null),
      'expected with a file, and only then',
    ),
    ['attachmentId'],
  ),
)
