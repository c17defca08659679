import type { ReactNode } from 'react'
import type { TypingParticipant } from '../domain/typing.ts'
import { words } from './words.ts'

export interface TypingIndicatorProps {
  readonly typing: readonly TypingParticipant[]
}

/** Who is writing. Keeps its place when nobody is, so that nothing jumps. */
export function TypingIndicator({ typing }: TypingIndicatorProps): ReactNode {
  const [first] = typing
  return (
    <div className="crm-typing" role="status">
      {first && (
        <>
          <span className="crm-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {words.typing(first.name)}
        </>
      )}
    </div>
  )
}
