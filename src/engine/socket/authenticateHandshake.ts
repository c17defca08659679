import type { EngineSettings } from '../engineOptions.ts'
import { Problem } from '../problem.ts'
import type { Caller, Tokens } from '../tokens.ts'

export interface Handshake {
  /** What the client has sent as `auth`. */
  readonly auth: Readonly<Record<string, unknown>>
  /** The page that connects; other clients than browsers have none. */
  readonly page: string | undefined
  /** The server's own origin, as the client has reached it. */
  readonly ownOrigin: string
}

export interface HandshakeRules {
  readonly tokens: Tokens
  readonly corsOrigins: EngineSettings['corsOrigins']
}

/** Decides who may connect. @throws {@link Problem} with the refusal. */
export async function authenticateHandshake(
  { auth, page, ownOrigin }: Handshake,
  { tokens, corsOrigins }: HandshakeRules,
): Promise<Caller> {
  // Browsers apply CORS to HTTP only: whether a page may open a WebSocket is for the server to say.
  const isAllowed = corsOrigins === '*' || page === undefined || page === ownOrigin || corsOrigins.includes(page)
  if (!isAllowed) throw new Problem('ORIGIN', 'forbidden: this page may not connect')
  const caller = await tokens.verify(auth['token'])
  const workspaceId = auth['workspaceId']
  if (workspaceId !== undefined && workspaceId !== caller.workspaceId) {
    throw new Problem('FORBIDDEN', 'forbidden: the token is for another workspace')
  }
  return caller
}
