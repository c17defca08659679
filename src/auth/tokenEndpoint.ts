import * as v from 'valibot'
import { ConversationError } from '../domain/errors.ts'

/** What a token getter may answer beside the bare token. */
export interface TokenAnswer {
  readonly token: string
  /** Seconds until it expires. Saves the clock-skew guess; default: read from the token. */
  readonly expiresIn?: number | undefined
}

export interface TokenEndpointOptions {
  /** Where the CRM's own server hands out tokens, e.g. `/api/chatengine-token`. */
  readonly url: string
  readonly workspaceId: string
  readonly fetch: typeof fetch
}

const AnswerSchema = v.object({
  token: v.string(),
  expires_in: v.optional(v.pipe(v.number(), v.minValue(0))),
})

/**
 * Asks the token endpoint: `POST { workspace_id }` → `{ token, expires_in }`. Cookies go along on the same origin.
 *
 * @throws {@link ConversationError} `unauthorized` (401, 403), `server_error`, `network_error`, `protocol_error`.
 */
export async function requestToken(options: TokenEndpointOptions, signal: AbortSignal): Promise<TokenAnswer> {
  const response = await post(options, signal)
  if (response.status === 401 || response.status === 403) {
    throw new ConversationError(
      'unauthorized',
      `unable to get a ChatEngine token; the token endpoint answered ${response.status}. Sign in again.`,
    )
  }
  if (!response.ok) {
    throw new ConversationError(
      'server_error',
      `unable to get a ChatEngine token; the token endpoint answered ${response.status}. It will be asked again.`,
    )
  }
  const answer = v.safeParse(AnswerSchema, await response.json().catch(() => null))
  if (answer.success) return { token: answer.output.token, expiresIn: answer.output.expires_in }
  throw new ConversationError(
    'protocol_error',
    'unable to get a ChatEngine token; the token endpoint must answer { "token": string, "expires_in": number }.',
  )
}

async function post({ url, workspaceId, fetch }: TokenEndpointOptions, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ workspace_id: workspaceId }),
      signal,
    })
  } catch (cause) {
    throw new ConversationError(
      'network_error',
      'unable to get a ChatEngine token; the token endpoint could not be reached. It will be asked again.',
      { cause },
    )
  }
}
