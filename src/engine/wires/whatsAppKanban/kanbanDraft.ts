import * as v from 'valibot'
import { LONGEST_TEXT } from '../../store/draftSchema.ts'
import type { OutboundDraft } from '../../store/sendMessage.ts'
import { TextSchema, UrlSchema } from '../draftParts.ts'

/**
 * The body of a send: `{ type: "TEXT", content }` or, for a file that lies elsewhere,
 * `{ type: "IMAGE", content: caption, metadata: { url } }`.
 */
export const KanbanDraftSchema = v.variant('type', [
  v.object({ type: v.literal('TEXT'), content: TextSchema }),
  v.object({
    type: v.picklist(['IMAGE', 'VIDEO', 'AUDIO', 'DOCUMENT']),
    content: v.optional(v.pipe(v.string(), v.maxLength(LONGEST_TEXT)), ''),
    metadata: v.object({ url: UrlSchema }),
  }),
])

export function toKanbanDraft(body: v.InferOutput<typeof KanbanDraftSchema>, conversationId: string): OutboundDraft {
  return {
    conversationId,
    type: body.type.toLowerCase(),
    content: body.content,
    ...('metadata' in body && { mediaUrl: body.metadata.url }),
    replyToId: null,
    attachmentId: null,
    clientMessageId: null,
  }
}
