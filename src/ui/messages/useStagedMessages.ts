import { useLayoutEffect, useState } from 'react'
import { getMessageKey, type Message } from '../../domain/message.ts'

export interface StagedMessages {
  readonly shown: readonly Message[]
  /** The last change put older messages in front, or took some away there, and nothing else. */
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
  const gone = countInFront(after, before)
  if (gone > 0) return { target: after, shown: after.slice(0, before.length - gone), isShift: true }
  const inFront = countInFront(before, after)
  const behind = inFront > 0 ? after.length - inFront - before.length : 0
  return { target: after, shown: behind > 0 ? after.slice(0, -behind) : after, isShift: inFront > 0 }
}

/** How many messages of `after` stand before the oldest one of `before`; 0 when that is not among them. */
function countInFront([oldest]: readonly Message[], after: readonly Message[]): number {
  const key = oldest && getMessageKey(oldest)
  return Math.max(
    0,
    after.findIndex((message) => getMessageKey(message) === key),
  )
}
