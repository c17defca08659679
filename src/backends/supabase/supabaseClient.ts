import type { TokenAnswer } from '../../auth/tokenEndpoint.ts'
import type { TokenRequest } from '../../auth/chatEngineJwt.ts'
import type { RealtimeClientClass, SocketClass } from '../../transports/realtimeLibrary.ts'

/**
 * An application's own `SupabaseClient`, as far as it is used here: where the project is, its publishable key, and who is
 * signed in. Its socket is left alone; listening opens one of its own, so that neither disturbs the other.
 */
export interface SupabaseClientLike {
  readonly realtime: {
    readonly endPoint: string
    readonly apiKey: string | null
    readonly accessToken: (() => Promise<string | null>) | null
    readonly transport: unknown
    readonly fetch: unknown
  }
  readonly auth: unknown
}

/** What is taken from a client. */
export interface ClientParts {
  readonly url: string
  readonly apiKey: string
  readonly fetch: typeof fetch
  readonly RealtimeClient: RealtimeClientClass
  readonly WebSocket: SocketClass
}

export function readClient({ realtime }: SupabaseClientLike): ClientParts {
  return {
    url: toProjectUrl(realtime.endPoint),
    apiKey: realtime.apiKey ?? '',
    fetch: realtime.fetch as typeof fetch,
    RealtimeClient: realtime.constructor as RealtimeClientClass,
    WebSocket: (realtime.transport ?? globalThis.WebSocket) as SocketClass,
  }
}

/** `wss://project.supabase.co/realtime/v1/websocket` → `https://project.supabase.co`. */
function toProjectUrl(endPoint: string): string {
  return endPoint.replace(/^ws/, 'http').replace(/\/realtime\/v1(\/websocket)?\/?$/, '')
}

interface AuthLike {
  readonly refreshSession: () => Promise<unknown>
  readonly onAuthStateChange: (callback: () => void) => { data: { subscription: { unsubscribe: () => void } } }
}

/** The token of whoever is signed in; `null` for nobody. The client itself renews it as it expires. */
export async function getClientToken(
  client: SupabaseClientLike,
  { reason }: TokenRequest,
): Promise<string | TokenAnswer | null> {
  if (reason === 'refused') await toAuth(client)?.refreshSession()
  const token = (await client.realtime.accessToken?.()) ?? null
  // With nobody signed in, the client speaks with its key.
  return token === client.realtime.apiKey ? null : token
}

/** Calls back when somebody signs in, out, or gets a new token. A client with `accessToken` has no such events. */
export function onClientAuth(client: SupabaseClientLike, callback: () => void): () => void {
  // The client waits for its callbacks: what they start must not ask it for the session before they have returned.
  const { data } = toAuth(client)?.onAuthStateChange(() => void setTimeout(callback, 0)) ?? {}
  return () => data?.subscription.unsubscribe()
}

/** A client that was made with `accessToken` throws at every touch of its `auth`. */
function toAuth(client: SupabaseClientLike): AuthLike | null {
  try {
    const auth = client.auth as Partial<AuthLike> | null
    return typeof auth?.onAuthStateChange === 'function' ? (auth as AuthLike) : null
  } catch {
    return null
  }
}
