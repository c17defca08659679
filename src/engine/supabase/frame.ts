/** One message of Phoenix's protocol. */
export interface Frame {
  readonly joinRef: string | null
  readonly ref: string | null
  readonly topic: string
  readonly event: string
  readonly payload: unknown
}

/** `2.0.0` writes arrays and binary broadcasts; `1.0.0`, also when none is named, writes objects. */
export type FrameVersion = '1.0.0' | '2.0.0'

/** A broadcast's payload as it came in a binary frame: passed on byte for byte. */
export interface BroadcastBytes {
  readonly encoding: 'json' | 'binary'
  readonly bytes: Buffer
}

export interface Broadcast {
  readonly event: string
  readonly payload: unknown
  /** `null` for one that came as text, which is passed on as text. */
  readonly raw: BroadcastBytes | null
}

const USER_BROADCAST_PUSH = 3
const USER_BROADCAST = 4
const JSON_ENCODING = 1

/** Reads a frame; `null` for what is none, which Realtime ignores. */
export function decodeFrame(data: Buffer, isBinary: boolean, version: FrameVersion): Frame | null {
  try {
    if (isBinary) return decodeBinary(data)
    const value: unknown = JSON.parse(data.toString())
    if (version === '1.0.0') {
      const { join_ref, ref, topic, event, payload } = Object(value) as Record<string, unknown>
      return toFrame(join_ref, ref, topic, event, payload)
    }
    if (!Array.isArray(value)) return null
    const [joinRef, ref, topic, event, payload] = value as unknown[]
    return toFrame(joinRef, ref, topic, event, payload)
  } catch {
    return null
  }
}

/** Writes a frame. Version 1 has no place for the join's ref. */
export function encodeFrame({ joinRef, ref, topic, event, payload }: Frame, version: FrameVersion): string {
  return JSON.stringify(version === '1.0.0' ? { topic, event, payload, ref } : [joinRef, ref, topic, event, payload])
}

/** Writes a broadcast: binary as it came in where the client can read that, else as text. */
export function encodeBroadcast(topic: string, { event, payload, raw }: Broadcast, version: FrameVersion) {
  if (raw === null || version === '1.0.0') {
    const body = { type: 'broadcast', event, payload }
    return encodeFrame({ joinRef: null, ref: null, topic, event: 'broadcast', payload: body }, version)
  }
  const [topicBytes, eventBytes] = [Buffer.from(topic), Buffer.from(event)]
  const encoding = raw.encoding === 'json' ? JSON_ENCODING : 0
  const header = Buffer.from([USER_BROADCAST, topicBytes.length, eventBytes.length, 0, encoding])
  return Buffer.concat([header, topicBytes, eventBytes, raw.bytes])
}

/** What a `broadcast` frame asks to be passed on; `null` when it names no event. */
export function readBroadcast({ payload }: Frame): Broadcast | null {
  const { event, payload: inner, raw } = Object(payload) as Record<string, unknown>
  if (typeof event !== 'string') return null
  return { event, payload: inner ?? {}, raw: (raw as BroadcastBytes | undefined) ?? null }
}

function toFrame(joinRef: unknown, ref: unknown, topic: unknown, event: unknown, payload: unknown): Frame | null {
  if (typeof topic !== 'string' || typeof event !== 'string') return null
  return { joinRef: toRef(joinRef), ref: toRef(ref), topic, event, payload }
}

function toRef(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null
}

/** `[3, len(join_ref), len(ref), len(topic), len(event), len(metadata), encoding]`, the strings, the payload. */
function decodeBinary(data: Buffer): Frame | null {
  const [kind, ...lengths] = data.subarray(0, 6)
  const encoding = data[6] === JSON_ENCODING ? 'json' : 'binary'
  if (kind !== USER_BROADCAST_PUSH || data.length < 7) return null
  let offset = 7
  const [joinRef = '', ref = '', topic = '', event = ''] = lengths.map((length) => {
    offset += length
    return data.subarray(offset - length, offset).toString()
  })
  const bytes = data.subarray(offset)
  const payload: unknown = encoding === 'json' ? JSON.parse(bytes.toString()) : bytes
  const body = { type: 'broadcast', event, payload, raw: { encoding, bytes } satisfies BroadcastBytes }
  return { joinRef: joinRef || null, ref: ref || null, topic, event: 'broadcast', payload: body }
}
