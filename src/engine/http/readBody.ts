import type { Context } from 'hono'
import { invalid } from '../problem.ts'

/** What a body of JSON may hold. */
export const LARGEST_JSON = 1024 * 1024

/** So much more is read and thrown away: whoever is cut off while writing never reads the refusal. */
const LARGEST_REST = 64 * 1024 * 1024

/**
 * Reads a request's body, and keeps no more than it may hold. (Hono's own limit makes a new `Request` of the old one, which
 * its Node server's cannot be.)
 *
 * @throws {@link Problem} 413.
 */
export async function readBody(context: Context, largest: number = LARGEST_JSON): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => invalid('body', `it is larger than ${largest} bytes`, 413)
  if (Number(context.req.header('content-length') ?? 0) > largest + LARGEST_REST) throw tooLarge()
  const { body } = context.req.raw
  if (body === null) return new Uint8Array()
  let chunks: Uint8Array[] = []
  let size = 0
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done && size > largest) throw tooLarge()
    if (done) return Buffer.concat(chunks, size)
    size += value.byteLength
    if (size <= largest) chunks.push(value)
    else chunks = []
    if (size <= largest + LARGEST_REST) continue
    // Nobody waits for the rest; whether the sender minds being cut off is not our business.
    reader.cancel().catch(() => {})
    throw tooLarge()
  }
}
