import { ConversationError, toConversationError } from '../domain/errors.ts'
import { createBackoff } from '../lib/backoff.ts'
import { createListeners } from '../lib/listeners.ts'
import { startTimer } from '../lib/longTimer.ts'
import { createStore, type Readable } from '../lib/store.ts'
import { withDeadline } from '../lib/withDeadline.ts'
import { checkTokenOptions } from './checkTokenOptions.ts'
import { requestToken, type TokenAnswer } from './tokenEndpoint.ts'
import { readTokenClaims, toLocalExpiry, type TokenClaims } from './tokenExpiry.ts'

/** Why a token is asked for. */
export type TokenReason = 'connect' | 'request' | 'expiring' | 'refused'

export interface TokenRequest {
  readonly reason: TokenReason
  /** Aborted after 15 s. */
  readonly signal: AbortSignal
  /** `true` when a cached token will not do: the last one is expiring or was refused. */
  readonly forceRefresh: boolean
}

/**
 * Gets a ChatEngine JWT from wherever the CRM keeps it. Answer `null` when nobody is signed in: what is thrown is taken for
 * a passing failure, and tried again.
 */
export type GetToken = (request: TokenRequest) => Promise<string | TokenAnswer | null> | string | TokenAnswer | null

export interface ChatEngineJwtOptions {
  /** Your own way to a token. */
  readonly getToken?: GetToken | undefined
  /** Or where to ask: `POST { workspace_id }` → `{ token, expires_in }`. Needs `workspaceId`. */
  readonly tokenEndpoint?: string | undefined
  readonly workspaceId?: string | undefined
  /** Default: the platform's `fetch`. */
  readonly fetch?: typeof fetch | undefined
}

/** What is known of the token. The token itself is not in it, so it cannot end up in a log or in the devtools. */
export type TokenState =
  | { readonly status: 'idle' }
  | { readonly status: 'pending' }
  /** `expiresAt` in ms on this side's clock; `null` for a token that does not expire. */
  | { readonly status: 'ready'; readonly expiresAt: number | null }
  /** The CRM's server says no. Nothing is asked again until `get` is called. */
  | { readonly status: 'unauthorized'; readonly error: ConversationError }
  | { readonly status: 'error'; readonly error: ConversationError }

export interface TokenSource {
  readonly state: Readable<TokenState>
  /** The token held right now, expired or not. */
  readonly peek: () => string | null
  /** Whose it is (`sub`); `null` while there is none, or where it does not say. */
  readonly getUserId: () => string | null
  /** A token that is still good. With `unlike`, one other than that: the server has refused it. */
  readonly get: (request: { readonly reason: TokenReason; readonly unlike?: string | null }) => Promise<string>
  /** Tells the server's time, so that expiry is reckoned on the right clock. `null`: this server does not say. */
  readonly noteServerTime: (serverTime: string | null) => void
  /** Renews before expiry from now on, and calls `onRenewed` with each new token. Returns its undo. */
  readonly keepFresh: (onRenewed: (token: string) => void) => () => void
}

interface HeldToken {
  readonly token: string
  readonly claims: TokenClaims
  readonly expiresIn: number | null
  readonly receivedAt: number
}

const REQUEST_TIMEOUT_MS = 15_000
/** Renew a minute ahead, or a fifth of its life for a token that hardly lives longer than that. */
const RENEWAL_LEAD_MS = 60_000
const RENEWAL_SHARE = 5
/** However short a token lives, or seems to on clocks that disagree. */
const LEAST_RENEWAL_MS = 1_000

/**
 * Creates the token source: one request in flight however many ask, renewed before expiry.
 *
 * @throws {@link ConversationError} `signing_secret` when a secret is passed, `invalid_option` when neither `getToken`
 * nor `tokenEndpoint` is.
 */
export function createChatEngineJwt(options: ChatEngineJwtOptions): TokenSource {
  checkTokenOptions(options)
  const fetchToken = toFetcher(options)
  const state = createStore<TokenState>({ status: 'idle' })
  const keepers = createListeners<string>()
  const backoff = createBackoff({ baseMs: 1000 })
  let held: HeldToken | null = null
  let inFlight: Promise<string> | null = null
  let skewMs: number | null = null
  let stopTimer = () => {}

  const expiresAt = () => (held === null ? null : toLocalExpiry({ ...held, skewMs }))
  const isFresh = () => held !== null && (expiresAt() ?? Infinity) > Date.now()

  const armRenewal = (leastMs = LEAST_RENEWAL_MS) => {
    stopTimer()
    const expiry = expiresAt()
    if (keepers.count() === 0 || held === null || expiry === null) return
    const lifetime = expiry - held.receivedAt
    const lead = Math.min(RENEWAL_LEAD_MS, lifetime / RENEWAL_SHARE)
    stopTimer = startTimer(Math.max(leastMs, expiry - lead - Date.now()), renew)
  }

  const renew = () => {
    request('expiring', true).catch(() => {
      stopTimer()
      if (keepers.count() > 0 && state.get().status === 'error') stopTimer = startTimer(backoff.next(), renew)
    })
  }

  const request = (reason: TokenReason, forceRefresh: boolean): Promise<string> => {
    if (inFlight !== null) return inFlight
    const before = held
    if (before === null) state.set({ status: 'pending' })
    inFlight = load({ reason, forceRefresh })
      .then((next) => {
        held = next
        state.set({ status: 'ready', expiresAt: expiresAt() })
        // A getter that ignores `forceRefresh`, or tokens that are dead on arrival: ask again, but ever more seldom.
        const isBetter = next.token !== before?.token && isFresh()
        if (isBetter) backoff.reset()
        armRenewal(isBetter ? LEAST_RENEWAL_MS : backoff.next())
        if (next.token === before?.token) return next.token
        keepers.tell(next.token)
        return next.token
      })
      .catch((cause: unknown) => {
        const error = toConversationError(cause, 'network_error', 'unable to get a ChatEngine token; getToken failed')
        state.set({ status: error.code === 'unauthorized' ? 'unauthorized' : 'error', error })
        throw error
      })
      .finally(() => {
        inFlight = null
      })
    return inFlight
  }

  const load = async ({ reason, forceRefresh }: Omit<TokenRequest, 'signal'>): Promise<HeldToken> => {
    const receivedAt = Date.now()
    const answer = await withDeadline(
      REQUEST_TIMEOUT_MS,
      (signal) => fetchToken({ reason, forceRefresh, signal }),
      () => new ConversationError('timeout', 'unable to get a ChatEngine token; no answer within 15 s.'),
    )
    if (answer === null) {
      throw new ConversationError(
        'unauthorized',
        'unable to get a ChatEngine token; getToken answered null. Sign in again.',
      )
    }
    const { token, expiresIn = null } = typeof answer === 'string' ? { token: answer } : answer
    return { token, expiresIn, receivedAt, claims: readTokenClaims(token) }
  }

  return {
    state,
    peek: () => held?.token ?? null,
    getUserId: () => held?.claims.userId ?? null,
    get: async ({ reason, unlike = null }) => {
      // While it is renewed ahead of time, the one that is held still does.
      if (held !== null && held.token !== unlike && isFresh()) return held.token
      if (inFlight !== null) {
        // A request that is under way when a token is refused may answer with that very token: then ask once more.
        const token = await inFlight
        if (token !== unlike) return token
      }
      return request(reason, held !== null)
    },
    noteServerTime: (serverTime) => {
      if (serverTime === null) return
      skewMs = Date.parse(serverTime) - Date.now()
      if (state.get().status === 'ready') state.set({ status: 'ready', expiresAt: expiresAt() })
      armRenewal()
    },
    keepFresh: (onRenewed) => {
      const stop = keepers.add(onRenewed)
      armRenewal()
      return () => {
        stop()
        if (keepers.count() === 0) stopTimer()
      }
    },
  }
}

function toFetcher(options: ChatEngineJwtOptions): (request: TokenRequest) => Promise<string | TokenAnswer | null> {
  const { getToken, tokenEndpoint = '', workspaceId = '', fetch: fetchOption } = options
  if (getToken !== undefined) return async (request) => getToken(request)
  return ({ signal }) =>
    requestToken({ url: tokenEndpoint, workspaceId, fetch: fetchOption ?? globalThis.fetch.bind(globalThis) }, signal)
}
