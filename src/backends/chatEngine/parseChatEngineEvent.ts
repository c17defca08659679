import * as v from 'valibot'
import {
  type ChatEngineEvents,
  WebSocketConversationSchema,
  WebSocketMessageSchema,
  WebSocketMessageStatusSchema,
  WebSocketPresenceSchema,
  WebSocketTypingSchema,
} from './schema.ts'

/** An event of ChatEngine's socket whose payload has been checked. */
export type ChatEngineEvent = {
  [Name in keyof ChatEngineEvents]: { readonly name: Name; readonly payload: ChatEngineEvents[Name] }
}[keyof ChatEngineEvents]

const SCHEMAS = {
  message: WebSocketMessageSchema,
  messageStatus: WebSocketMessageStatusSchema,
  conversation: WebSocketConversationSchema,
  typing: WebSocketTypingSchema,
  presence: WebSocketPresenceSchema,
} as const

/** Checks a frame's payload; `null` for other events and for what does not validate. The payload stays as it came. */
export function parseChatEngineEvent(name: string, payload: unknown): ChatEngineEvent | null {
  if (!isEventName(name) || !v.safeParse(SCHEMAS[name], payload).success) return null
  return { name, payload } as ChatEngineEvent
}

function isEventName(name: string): name is keyof ChatEngineEvents {
  return Object.hasOwn(SCHEMAS, name)
}
