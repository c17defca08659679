import { useLayoutEffect, useState } from 'react'
import { getMessageKey, type Message } from '../../domain/message.ts'

export interface StagedMessages {
  readonly shown: readonly Message[]
  /** The last change put older messages in front, and nothing else. */
  readonly isShift: boolean
}

interface Stage extends StagedMessages {
  readonly target: readonly Message[]
}

/**
 * The messages, one end at a time. The virtual list keeps its place by counting what came in, and must be told at which
 * end: an older page that lands together with a new message is shown first, the new message before the same paint.
 */
export function useStagedMessages(messages: readonly Message[]): StagedMessages {
  const [stage, setStage] = useState<Stage>({ target: messages, shown: messages, isShift: false })
  const current = stage.target === messages ? stage : toStage(stage.shown, messages)
  if (current !== stage) setStage(current)
  useLayoutEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- two commits before one paint are the point
    if (current.shown !== current.target) setStage({ target: current.target, shown: current.target, isShift: false })
  }, [current])
  return current
}

function toStage(before: readonly Message[], after: readonly Message[]): Stage {
  const inFront = countInFront(before, after)
  const behind = inFront > 0 ? after.length - inFront - before.length : 0
  return { target: after, shown: behind > 0 ? after.slice(0, -behind) : after, isShift: inFront > 0 }
}

/** How many messages stand before the one that was the oldest; 0 when that one is gone, too. */
function countInFront([oldest]: readonly Message[], after: readonly Message[]): number {
  const key = oldest && getMessageKey(oldest)
  return Math.max(
    0,
    after.findIndex((message) => getMessageKey(message) === key),
  )
}
