import { io } from 'socket.io-client'
import { openLine, type Kind, type Place } from './line.ts'
import { toText } from './texts.ts'

export interface Exchange {
  readonly place: Place
  /** Whoever writes, as another user on a connection of its own. */
  readonly senderToken: string
  readonly messages: number
  /** Who is in the room first, and so told first. */
  readonly first: Kind
}

/** ms from the sender's word to each listener, a message at a time. */
export type Latencies = Readonly<Record<Kind, readonly number[]>>

/** All of it in one place, in Node or in a tab: one clock, the same messages, and nothing else going on. */
export async function exchange({ place, senderToken, messages, first }: Exchange): Promise<Latencies> {
  const second = first === 'bare' ? 'ours' : 'bare'
  const opened = { [first]: await openLine(first, place), [second]: await openLine(second, place) }
  const lines = opened as Record<Kind, Awaited<ReturnType<typeof openLine>>>
  const sender = io(place.url, {
    path: '/api/ws',
    auth: { token: senderToken },
    transports: ['websocket'],
    forceNew: true,
  })
  await new Promise<void>((resolve) => sender.once('connect', resolve))
  const taken: Record<Kind, number[]> = { bare: [], ours: [] }
  for (let number = 0; number < messages; number += 1) {
    const text = toText(number)
    const heard = Promise.all([lines.bare.heard(text), lines.ours.heard(text)])
    const sentAt = performance.now()
    sender.emit('sendMessage', { conversationId: place.conversationId, content: text, messageId: crypto.randomUUID() })
    const [bareAt, oursAt] = await heard
    taken.bare.push(bareAt - sentAt)
    taken.ours.push(oursAt - sentAt)
    // A quiet moment, of another length each time: never in step with the frames.
    await new Promise((resolve) => setTimeout(resolve, 25 + (number % 7) * 3))
  }
  const fault = lines.bare.findFault(messages) ?? lines.ours.findFault(messages)
  sender.disconnect()
  for (const line of Object.values(lines)) line.close()
  if (fault !== null) throw new Error(`the messages are not all there, once and in order: ${fault}`)
  return taken
}
