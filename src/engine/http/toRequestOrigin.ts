import type { Context } from 'hono'
import { readOrigin } from '../readOrigin.ts'

/** The origin under which this request has reached the server. */
export function toRequestOrigin(context: Context): string {
  const { host, protocol } = new URL(context.req.url)
  return readOrigin(host, protocol === 'https:', context.req.header('x-forwarded-proto'))
}
