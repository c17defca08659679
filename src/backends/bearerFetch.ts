import type { TokenSource } from '../auth/chatEngineJwt.ts'
import { ConversationError, type ConversationErrorCode } from '../domain/errors.ts'
import { withDeadline } from '../lib/withDeadline.ts'

export interface BearerFetchOptions {
  /** Every path is appended to it, e.g. `https://chat.example.com/api/chat`. */
  readonly baseUrl: string
  readonly tokens: TokenSource
  readonly fetch: typeof fetch
  /** Reads the offending field from an error's body, where the backend names it. */
  readonly readField?: (body: unknown) => string | null
  /** Reads what is wrong from an error's body, where that says more than the status; `null` where it does not. */
  readonly readCode?: (body: unknown) => ConversationErrorCode | null
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>
}

export interface BearerRequest {
  /** What is being done, for the error's first words: `load the messages`. */
  readonly what: string
  readonly method?: 'GET' | 'POST' | 'PATCH'
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Refusals that the caller reads for itself: their bodies are returned like answers. */
  readonly accept?: readonly number[]
  readonly signal?: AbortSignal | undefined
}

const DEADLINE_MS = 15_000
/** A field's path, and nothing a server may have quoted instead. */
const FIELD = /^[\w.[\]-]{1,64}$/

/**
 * JSON over HTTP with a token in the header. A 401 renews the token and asks once more; then it is `unauthorized`.
 *
 * @throws {@link ConversationError} for every failure; bodies and tokens are never quoted.
 */
export function createBearerFetch(options: BearerFetchOptions) {
  const { baseUrl, tokens, fetch, readField, readCode, headers: always } = options
  return async (request: BearerRequest): Promise<unknown> => {
    const token = await getToken(tokens, request)
    let answer = await ask(request, token)
    if (answer.status === 401) {
      const renewed = await tokens.get({ reason: 'refused', unlike: token })
      answer = await ask(request, renewed)
    }
    const { status, body } = answer
    if ((status >= 200 && status < 300) || request.accept?.includes(status) === true) return body
    const code = readCode?.(body) ?? toCode(status)
    const named = code === 'invalid_payload' ? (readField?.(body) ?? null) : null
    const field = named !== null && FIELD.test(named) ? named : null
    const reason = `the server answered ${status}${field === null ? '' : ` for "${field}"`}`
    throw new ConversationError(code, `unable to ${request.what}; ${reason}. ${ADVICE[code] ?? ''}`.trim(), {
      ...(field !== null && { field }),
    })
  }

  function ask({ what, method = 'GET', path, query = {}, body, headers, signal }: BearerRequest, token: string) {
    const url = new URL(baseUrl + path)
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value))
    }
    return withDeadline(
      DEADLINE_MS,
      async (stop) => {
        try {
          const response = await fetch(url, {
            method,
            headers: {
              authorization: `Bearer ${token}`,
              ...(body !== undefined && { 'content-type': 'application/json' }),
              ...always,
              ...headers,
            },
            ...(body !== undefined && { body: JSON.stringify(body) }),
            signal: stop,
          })
          return { status: response.status, body: await readJson(response) }
        } catch (cause) {
          throw signal?.aborted === true
            ? new ConversationError('aborted', `unable to ${what}; it was cancelled.`, { cause })
            : new ConversationError('network_error', `unable to ${what}; the server could not be reached.`, { cause })
        }
      },
      () => new ConversationError('timeout', `unable to ${what}; the server did not answer within 15 s.`),
      signal,
    )
  }
}

/** Without a token nothing leaves: what is asked for can be asked again without a doubt. */
async function getToken(tokens: TokenSource, { what }: BearerRequest): Promise<string> {
  try {
    return await tokens.get({ reason: 'request' })
  } catch (cause) {
    if (cause instanceof ConversationError && cause.code === 'unauthorized') throw cause
    throw new ConversationError('disconnected', `unable to ${what}; there is no token yet.`, { cause })
  }
}

/** A proxy's HTML error page is no body; a connection that breaks in mid-answer is an error. */
async function readJson(response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

const ADVICE: Partial<Record<ConversationErrorCode, string>> = {
  unauthorized: 'Sign in again.',
  rate_limited: 'Try again in a moment.',
  server_error: 'Try again in a moment.',
}

function toCode(status: number): ConversationErrorCode {
  if (status === 401) return 'unauthorized'
  if (status === 403) return 'forbidden'
  if (status === 404) return 'not_found'
  if (status === 429) return 'rate_limited'
  return status >= 500 ? 'server_error' : 'invalid_payload'
}
