import type { IsoTimestamp } from '../lib/isoTimestamp.ts'
import type { Message } from './message.ts'

/** Messages of one speaker this close belong together. */
const GROUP_MS = 5 * 60_000

/** Two moments are of one day where the reader is. */
export function isSameDay(a: IsoTimestamp, b: IsoTimestamp): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString()
}

/** A message is there, and is the first of its day among those that are loaded. */
export function isNewDay(messages: readonly Message[], index: number): boolean {
  const [previous, message] = [messages[index - 1], messages[index]]
  return message !== undefined && (previous === undefined || !isSameDay(previous.createdAt, message.createdAt))
}

/** A message is there, and goes on where the one before it left off: the same speaker, within five minutes. */
export function isGrouped(messages: readonly Message[], index: number): boolean {
  const [previous, message] = [messages[index - 1], messages[index]]
  return (
    message !== undefined &&
    previous?.direction === message.direction &&
    previous.sender.id === message.sender.id &&
    isSpeech(previous) &&
    isSpeech(message) &&
    Date.parse(message.createdAt) - Date.parse(previous.createdAt) < GROUP_MS
  )
}

function isSpeech({ type }: Message): boolean {
  return type !== 'note' && type !== 'system'
}
