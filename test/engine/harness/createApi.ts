import type { AnswerBody } from './wire.ts'

/** An answer of the API, with its body read. */
export interface ApiAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: AnswerBody
}

export type Api = (
  method: string,
  path: string,
  options?: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> },
) => Promise<ApiAnswer>

/** Calls the engine's HTTP API as a client would. A string or a form goes out as it is, anything else as JSON. */
export function createApi(baseUrl: string, token: string | null): Api {
  return async (method, path, { body, headers } = {}) => {
    const isRaw = typeof body === 'string' || body instanceof FormData || body instanceof Uint8Array
    const response = await fetch(baseUrl + path, {
      method,
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && !isRaw && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isRaw ? (body as BodyInit) : JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: parse(text) }
  }
}

/** What is no JSON has no field to read; tests that mind look at the headers. */
function parse(text: string): AnswerBody {
  try {
    return JSON.parse(text) as AnswerBody
  } catch {
    return {} as AnswerBody
  }
}
