import * as v from 'valibot'
import type { TokenSource } from '../../auth/chatEngineJwt.ts'
import { ConversationError, type ConversationErrorCode } from '../../domain/errors.ts'
import type { BearerRequest } from '../bearerFetch.ts'
import { createBearerFetch } from '../bearerFetch.ts'
import { isRow, type Row } from './rows.ts'

export interface PostgrestOptions {
  /** The project, its publishable key and a way to it; asked for with the first request. */
  readonly locate: () => Promise<{ readonly url: string; readonly apiKey: string; readonly fetch: typeof fetch }>
  readonly tokens: TokenSource
}

export type Postgrest = (request: Omit<BearerRequest, 'path'> & { readonly table: string }) => Promise<unknown>

/**
 * Asks PostgREST. Plain `fetch` and not Supabase's client: what is asked for here is a handful of query parameters, so
 * history, sending and polling need nothing loaded, and errors and a renewed token are handled as everywhere else.
 */
export function createPostgrest({ locate, tokens }: PostgrestOptions): Postgrest {
  let request: ReturnType<typeof createBearerFetch> | null = null
  return async ({ table, ...rest }) => {
    if (request === null) {
      const { url, apiKey, fetch } = await locate()
      request = createBearerFetch({
        baseUrl: `${url.replace(/\/+$/, '')}/rest/v1`,
        tokens,
        fetch,
        headers: { apikey: apiKey },
        readCode: (body) => CODES.get(readSqlState(body) ?? '') ?? null,
      })
    }
    return request({ ...rest, path: `/${table}` })
  }
}

const CODES: ReadonlyMap<string, ConversationErrorCode> = new Map([
  // An id that is no id of this database names nothing in it.
  ['22P02', 'not_found'],
  ['42501', 'forbidden'],
  // Connections or time ran out, the server restarts: it may be asked again.
  ['53300', 'server_error'],
  ['57014', 'server_error'],
  ['57P03', 'server_error'],
])

/** The error's code in PostgreSQL's words, e.g. `23505`; `null` for an answer that is no error. */
export function readSqlState(body: unknown): string | null {
  const parsed = v.safeParse(v.object({ code: v.string() }), body)
  return parsed.success ? parsed.output.code : null
}

/** The rows of an answer. */
export function readRows(body: unknown, what: string): readonly Row[] {
  if (Array.isArray(body) && body.every(isRow)) return body
  throw new ConversationError('protocol_error', `unable to ${what}; Supabase answered with something else than rows.`)
}

/** A value inside `or=(…)`, where commas and brackets mean something. */
export function quote(value: string): string {
  return `"${value.replaceAll(/["\\]/g, '\\$&')}"`
}
