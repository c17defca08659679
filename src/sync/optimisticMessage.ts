import type { MessageDraft } from '../domain/commands.ts'
import { ConversationError } from '../domain/errors.ts'
import type { ClientId } from '../domain/ids.ts'
import type { Message } from '../domain/message.ts'
import type { Participant } from '../domain/participant.ts'
import type { IsoTimestamp } from '../lib/isoTimestamp.ts'

/** The limit of WhatsApp's Cloud API. */
const LONGEST_TEXT = 4096

/**
 * Refuses a draft that no backend would take, before anything is shown.
 *
 * @throws {@link ConversationError} `invalid_payload`, naming the field.
 */
export function checkDraft({ conversationId, text }: MessageDraft): void {
  if (conversationId === '') {
    throw new ConversationError('invalid_payload', 'unable to send the message; it names no conversation.', {
      field: 'conversationId',
    })
  }
  if (text.trim() === '' || text.length > LONGEST_TEXT) {
    throw new ConversationError(
      'invalid_payload',
      `unable to send the message; its text must have 1 to ${LONGEST_TEXT} characters.`,
      { field: 'text' },
    )
  }
}

/** What the list shows until the backend has answered. */
export function toOptimisticMessage(
  draft: MessageDraft,
  { clientId, sender, createdAt }: { clientId: ClientId; sender: Participant; createdAt: IsoTimestamp },
): Message {
  return {
    id: String(clientId),
    clientId,
    conversationId: draft.conversationId,
    workspaceId: null,
    direction: 'outbound',
    sender,
    type: draft.type,
    text: draft.text,
    attachments: [],
    location: null,
    replyToId: draft.replyToId ?? null,
    reactions: [],
    status: 'sending',
    error: null,
    externalId: null,
    metadata: {},
    createdAt,
    updatedAt: null,
    editedAt: null,
    deletedAt: null,
  }
}
