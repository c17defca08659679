import { WebSocket } from 'ws'
import { waitUntil } from '../../harness/waitUntil.ts'

/** A frame in the order of version 2: join ref, ref, topic, event, payload. */
export type RawFrame = readonly [string | null, string | null, string, string, Record<string, unknown>]

/** A socket without a client on it: for what the client would not do, or not tell. */
export interface RawSocket {
  readonly frames: readonly RawFrame[]
  readonly binary: readonly Buffer[]
  /** As they came, for what is no array. */
  readonly texts: readonly string[]
  readonly opened: () => Promise<void>
  readonly send: (...frame: RawFrame) => void
  readonly sendText: (text: string | Buffer) => void
  readonly heard: (isWanted: (frame: RawFrame) => boolean) => Promise<RawFrame>
  /** The answer to what was sent with this ref. */
  readonly answered: (ref: string) => Promise<RawFrame[4]>
  readonly closed: () => Promise<number>
  /** Status and body of a refused upgrade. */
  readonly refused: () => Promise<readonly [number, string]>
  readonly close: () => void
}

export function connectRaw(url: string, query: Readonly<Record<string, string>>): RawSocket {
  const parameters = new URLSearchParams(query)
  const socket = new WebSocket(`${url.replace('http', 'ws')}/realtime/v1/websocket?${parameters.toString()}`)
  const frames: RawFrame[] = []
  const binary: Buffer[] = []
  const texts: string[] = []
  let closed: number | null = null
  let refusal: readonly [number, string] | null = null
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) return void binary.push(data)
    texts.push(data.toString())
    const value: unknown = JSON.parse(data.toString())
    if (Array.isArray(value)) frames.push(value as unknown as RawFrame)
  })
  socket.on('close', (code) => {
    closed = code
  })
  socket.on('error', () => {})
  socket.on('unexpected-response', (_, response) => {
    let body = ''
    response.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    response.on('end', () => {
      refusal = [response.statusCode ?? 0, body]
    })
  })
  const heard: RawSocket['heard'] = (isWanted) => waitUntil(() => frames.find(isWanted))
  return {
    ...{ frames, binary, texts, heard },
    opened: async () => void (await waitUntil(() => socket.readyState === WebSocket.OPEN)),
    send: (...frame) => socket.send(JSON.stringify(frame)),
    sendText: (text) => socket.send(text),
    answered: async (ref) => (await heard((frame) => frame[1] === ref && frame[3] === 'phx_reply'))[4],
    closed: () => waitUntil(() => closed),
    refused: () => waitUntil(() => refusal),
    close: () => socket.close(),
  }
}
