import type { ParticipantType } from '../../../domain/participant.ts'
import type { EngineHabits } from '../../quirks.ts'
import type { StoredMessage } from '../../store/storedMessage.ts'
import type { PyTakeMessage, PyTakeStatus } from './payloads.ts'
import { toPyTakeTime } from './toPyTakeTime.ts'

export interface PyTakeMessageOptions {
  readonly quirks: Pick<EngineHabits, 'mixedTimestamps' | 'inboundReceived' | 'untimedEvents'>
  /** Where the message is told: times are written differently. */
  readonly place: 'socket' | 'http'
  /** Where its file can be loaded from. */
  readonly mediaUrl: string | null
}

/** A message in PyTake's words. */
export function toPyTakeMessage(
  message: StoredMessage,
  { quirks, place, mediaUrl }: PyTakeMessageOptions,
): PyTakeMessage {
  const { is_outgoing: isOutgoing, status } = message
  const messageType = toMessageType(message.type)
  const toTime = (time: string) => toPyTakeTime(time, { quirks, place, isOutgoing })
  return {
    id: message.id,
    conversation_id: message.conversation_id,
    direction: isOutgoing ? 'outbound' : 'inbound',
    sender_type: SENDER_TYPE[message.sender_type],
    message_type: messageType,
    content:
      messageType === 'text'
        ? { text: message.body ?? '' }
        : {
            ...(mediaUrl !== null && { media_url: mediaUrl }),
            ...(message.file_name !== null && { filename: message.file_name }),
            ...(message.body !== null && { caption: message.body }),
          },
    status: !isOutgoing && quirks.inboundReceived ? 'received' : status,
    whatsapp_message_id: message.external_id,
    created_at: quirks.untimedEvents && place === 'socket' ? null : toTime(message.created_at),
    // When exactly it left is not kept; the provider takes a message moments after it was written.
    ...(isOutgoing && { sent_at: status === 'pending' || status === 'failed' ? null : toTime(message.created_at) }),
  }
}

/** A receipt in PyTake's words. */
export function toPyTakeStatus(
  { id, status, updated_at: updatedAt }: Pick<StoredMessage, 'id' | 'status' | 'updated_at'>,
  quirks: PyTakeMessageOptions['quirks'],
): PyTakeStatus {
  const timestamp = toPyTakeTime(updatedAt, { quirks, place: 'socket', isOutgoing: true })
  return { message_id: id, status, timestamp }
}

const SENDER_TYPE: Readonly<Record<ParticipantType, PyTakeMessage['sender_type']>> = {
  contact: 'contact',
  user: 'agent',
  bot: 'bot',
  system: 'bot',
}

/** What the wire has no word for is told by its text. */
function toMessageType(type: string): PyTakeMessage['message_type'] {
  switch (type) {
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
      return type
    case 'sticker':
      return 'image'
    default:
      return 'text'
  }
}
