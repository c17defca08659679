import { invalid } from '../problem.ts'
import type { InboundWire } from './webhookSchema.ts'

/** A customer's message, ready to be written. */
export interface InboundMessage {
  readonly type: string
  readonly body: string | null
  /** The file it came with; its content stays at the provider. */
  readonly file: { readonly name: string; readonly mimeType: string; readonly type: string } | null
  readonly metadata: Readonly<Record<string, unknown>>
}

const MEDIA = ['image', 'video', 'audio', 'document', 'sticker'] as const

/**
 * Reads a message of the Cloud API. A type that is not known is kept under its name with a text that says so: a message
 * nobody can show is still a message the customer sent.
 *
 * @throws {@link Problem} when the part its type promises is missing; `path` says where the message stood.
 */
export function toInboundMessage(wire: InboundWire, path: string): InboundMessage {
  const metadata = { providerTimestamp: new Date(wire.timestamp * 1000).toISOString() }
  const type = MEDIA.find((name) => name === wire.type)
  if (type !== undefined) {
    const media = wire[type]
    if (media === undefined) throw invalid(`${path}.${type}`, 'it is missing')
    const mimeType = media.mime_type ?? 'application/octet-stream'
    return {
      type,
      body: media.caption ?? null,
      file: { name: media.filename ?? type, mimeType, type: type === 'sticker' ? 'image' : type },
      metadata: { ...metadata, ...(media.id !== undefined && { mediaId: media.id }) },
    }
  }
  if (wire.type === 'text') {
    if (wire.text === undefined) throw invalid(`${path}.text.body`, 'it is missing')
    return { type: 'text', body: wire.text.body, file: null, metadata }
  }
  if (wire.type === 'location') {
    if (wire.location === undefined) throw invalid(`${path}.location`, 'it is missing')
    const { latitude, longitude, name, address } = wire.location
    const place = [name, address].filter(Boolean).join(', ') || `${latitude}, ${longitude}`
    return { type: 'location', body: `📍 ${place}`, file: null, metadata: { ...metadata, location: wire.location } }
  }
  const { button, interactive } = wire
  const chosen = button?.text ?? interactive?.button_reply?.title ?? interactive?.list_reply?.title
  return { type: wire.type, body: chosen ?? `[${wire.type.replaceAll('_', ' ')}]`, file: null, metadata }
}
