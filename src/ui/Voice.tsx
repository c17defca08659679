'use client'
import { useReducer, type ReactNode } from 'react'

/** What is being said; a new `turn` says the same words again. */
export interface Spoken {
  readonly turn: number
  readonly text: string
}

const SILENCE: Spoken = { turn: 0, text: '' }
const speak = ({ turn }: Spoken, text: string): Spoken => ({ turn: turn + 1, text })

/** What a `Voice` says, and the function that makes it say something else; that one is always the same. */
export const useVoice = () => useReducer(speak, SILENCE)

export interface VoiceProps {
  readonly spoken: Spoken
  /** Default: it waits until nothing else is being said. */
  readonly role?: 'status' | 'alert'
}

/** What is read out and not seen. It is there before it speaks: a live region that comes with its words is not always heard. */
export function Voice({ spoken, role = 'status' }: VoiceProps): ReactNode {
  return (
    <div className="crm-hidden" role={role}>
      <span key={spoken.turn}>{spoken.text}</span>
    </div>
  )
}
