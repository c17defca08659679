import type { ParticipantType } from '../../domain/participant.ts'

export interface SenderFacts {
  readonly fromMe: boolean
  readonly senderType: ParticipantType | null
  readonly userId: string | null
  readonly remoteJid: string | null
  readonly phone: string
}

/**
 * The base wire has no direction: a `senderId` that is a JID or a phone number is the customer, everything else this side.
 */
export function toSenderId({ fromMe, senderType, userId, remoteJid, phone }: SenderFacts): string {
  if (!fromMe) return remoteJid ?? phone
  return userId ?? (senderType === 'system' ? 'system' : 'me')
}
