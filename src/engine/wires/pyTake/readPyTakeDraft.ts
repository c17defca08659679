import * as v from 'valibot'
import { parseInput } from '../../input.ts'
import { LONGEST_TEXT } from '../../store/draftSchema.ts'
import type { OutboundDraft } from '../../store/sendMessage.ts'
import { TextSchema, UrlSchema } from '../draftParts.ts'

const BodySchema = v.variant('message_type', [
  v.object({ message_type: v.literal('text'), content: v.object({ text: TextSchema }) }),
  v.object({
    message_type: v.picklist(['image', 'video', 'audio', 'document']),
    content: v.object({ media_url: UrlSchema, caption: v.optional(v.pipe(v.string(), v.maxLength(LONGEST_TEXT)), '') }),
  }),
])

/**
 * Reads the body of a send: `{ message_type: "text", content: { text } }` or, for a file that lies elsewhere,
 * `{ message_type: "image", content: { media_url, caption? } }`.
 *
 * @throws {@link Problem} naming the field, under `body`.
 */
export function readPyTakeDraft(body: unknown, conversationId: string): OutboundDraft {
  const { message_type: type, content } = parseInput(BodySchema, body, 'body')
  const words =
    'text' in content ? { content: content.text } : { content: content.caption, mediaUrl: content.media_url }
  return { conversationId, type, ...words, replyToId: null, attachmentId: null, clientMessageId: null }
}
