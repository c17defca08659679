import type { Participant } from './participant.ts'

/** Somebody who is writing right now. */
export interface TypingParticipant extends Participant {
  readonly id: string
}
