import { io } from 'socket.io-client'
import type { DeliveryStatus } from '../../../../src/domain/deliveryStatus.ts'
import { CONVERSATION } from '../../ingest/input.ts'
import type { ScreenProps, ShownEvent } from './screen.ts'

interface WireMessage {
  readonly id: string
  readonly content: string
  readonly status: DeliveryStatus
  readonly createdAt: string
}

/** What an application writes that has no library: the socket's events as they come, and nothing is checked. */
export function listen({ url, onReady }: ScreenProps, take: (event: ShownEvent) => void): () => void {
  const socket = io(url, { path: '/api/ws', transports: ['websocket'], forceNew: true })
  socket.on('message', ({ id, content, status, createdAt }: WireMessage) => {
    take({ type: 'message', message: { id, text: content, status, createdAt } })
  })
  socket.on('messageStatus', ({ messageId, status }: { messageId: string; status: DeliveryStatus }) => {
    take({ type: 'status', id: messageId, status })
  })
  socket.on('connect', () => void socket.emit('subscribe:conversation', CONVERSATION, onReady))
  return () => void socket.disconnect()
}
