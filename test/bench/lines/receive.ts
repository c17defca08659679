import { openLine, type Kind, type Place } from './line.ts'

export interface Received {
  /** From the moment the server was asked to send until the last message was there. */
  readonly ms: number
  /** What is wrong with the messages; `null`: all are there, once and in order. */
  readonly fault: string | null
}

/** Has the server send so many messages as fast as it can, and takes the time until all are there. */
export async function receive(kind: Kind, place: Place, count: number): Promise<Received> {
  const line = await openLine(kind, place)
  const counted = line.counted(count)
  const startedAt = performance.now()
  await fetch(`${place.url}/emit?room=${place.conversationId}&count=${count}`)
  const ms = (await counted) - startedAt
  const fault = line.findFault(count)
  line.close()
  return { ms, fault }
}
