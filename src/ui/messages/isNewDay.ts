import type { Message } from '../../domain/message.ts'
import { isSameDay } from '../languages/formats.ts'

/** A message is there, and is the first of its day among those that are loaded. */
export function isNewDay(messages: readonly Message[], index: number): boolean {
  const [previous, message] = [messages[index - 1], messages[index]]
  return message !== undefined && (previous === undefined || !isSameDay(previous.createdAt, message.createdAt))
}
