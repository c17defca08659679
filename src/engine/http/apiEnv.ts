import type { Context, Hono } from 'hono'
import type { Caller } from '../tokens.ts'

/** What a request knows once it is authenticated. */
export interface ApiEnv {
  readonly Variables: { caller: Caller }
}

export type Api = Hono<ApiEnv>
export type ApiContext = Context<ApiEnv>
