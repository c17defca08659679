/** Who wrote something: the customer, an agent, an automation, or the system itself. */
export type ParticipantType = 'contact' | 'user' | 'bot' | 'system'

export interface Participant {
  readonly type: ParticipantType
  readonly id: string | null
  readonly name: string | null
}
