/** What a Supabase project does on a bad day. Each lasts until it is taken back; `clear` takes back all. */
export interface SupabaseFaults {
  /** `Subscribed to PostgreSQL` comes so much later, in ms; until then nothing is delivered. Default 0. */
  lateReady: number
  /** Joins succeed, and then `system` says this instead of `Subscribed to PostgreSQL`. Default `null`. */
  failReady: string | null
  /** Joins are refused with this reason, e.g. `ConnectionRateLimitReached: Too many connected users`. Default `null`. */
  joinError: string | null
  /** Joins are not answered. Default `false`. */
  unansweredJoin: boolean
  /** Joins are answered with other wishes than were asked for: the client leaves and does not come back. Default `false`. */
  mismatchedJoin: boolean
  /** Heartbeats are not answered, as on a connection that is dead at the other end. Default `false`. */
  deafHeartbeat: boolean
  /** Changes are not told, and nobody is told that they are not, as beyond a rate limit. Default `false`. */
  silentLoss: boolean
  /** Changes are told without their rows: `errors: ['Error 413: Payload Too Large']` and the like. Default `null`. */
  recordError: 413 | 400 | 401 | null
  /** New sockets are refused with this status, 401 say. Default `null`. */
  refuseUpgrade: number | null
  /** `/rest/v1` and `/auth/v1` answer 503. Default `false`. */
  restDown: boolean
  /** Ends every socket: 1012 as a server that restarts does, 1006 as a line that breaks does. Default 1006. */
  readonly dropSockets: (code?: 1006 | 1012) => void
  /** Ends every channel as if its token had expired this moment: `system` error, then `phx_close`. */
  readonly expireTokens: () => void
  /** Ends every channel with `phx_error`, as a fault inside the server does; the client joins again. */
  readonly crashChannels: () => void
  readonly clear: () => void
}

const NONE = {
  lateReady: 0,
  failReady: null,
  joinError: null,
  unansweredJoin: false,
  mismatchedJoin: false,
  deafHeartbeat: false,
  silentLoss: false,
  recordError: null,
  refuseUpgrade: null,
  restDown: false,
} as const

export function createSupabaseFaults(
  actions: Pick<SupabaseFaults, 'dropSockets' | 'expireTokens' | 'crashChannels'>,
): SupabaseFaults {
  const faults: SupabaseFaults = { ...NONE, ...actions, clear: () => void Object.assign(faults, NONE) }
  return faults
}
