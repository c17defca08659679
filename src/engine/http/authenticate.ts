import { createMiddleware } from 'hono/factory'
import type { Tokens } from '../tokens.ts'
import type { ApiEnv } from './apiEnv.ts'

/** Lets a request through whose `Authorization: Bearer` token is good, and notes for whom it speaks. */
export function authenticate(tokens: Tokens) {
  return createMiddleware<ApiEnv>(async (context, next) => {
    const [, token] = context.req.header('authorization')?.match(/^Bearer +(\S+)$/i) ?? []
    context.set('caller', await tokens.verify(token))
    // What customers wrote belongs in no cache on the way.
    context.header('cache-control', 'no-store')
    await next()
  })
}
