import { decodeJwt } from 'jose/jwt/decode'
import { ConversationError } from '../domain/errors.ts'

/** The claims of a ChatEngine JWT that this side reads. Times in seconds, on the server's clock. */
export interface TokenClaims {
  readonly issuedAt: number | null
  readonly expiresAt: number | null
  readonly workspaceId: string | null
  /** Whose token it is. */
  readonly userId: string | null
  readonly userName: string | null
}

/**
 * Reads a JWT's claims; the signature is the server's business.
 *
 * @throws {@link ConversationError} `protocol_error` when the text is no JWT. The text itself is never quoted.
 */
export function readTokenClaims(token: unknown): TokenClaims {
  try {
    const claims = decodeJwt(String(token))
    const text = (name: string) => (typeof claims[name] === 'string' ? claims[name] : null)
    return {
      issuedAt: typeof claims.iat === 'number' ? claims.iat : null,
      expiresAt: typeof claims.exp === 'number' ? claims.exp : null,
      workspaceId: text('workspaceId') ?? text('workspace_id'),
      userId: text('sub'),
      userName: text('userName') ?? text('name'),
    }
  } catch {
    throw new ConversationError(
      'protocol_error',
      'unable to use the token; what getToken or the token endpoint returned is not a JWT. Return the signed token ' +
        'itself, or { token, expiresIn }.',
    )
  }
}

export interface ExpiryInput {
  readonly claims: TokenClaims
  /** Seconds the token still lived when it was handed out, if its issuer said so. */
  readonly expiresIn: number | null
  /** This side's clock when the token was asked for, in ms. */
  readonly receivedAt: number
  /** Server's clock minus this side's, in ms; `null` while no server has told its time. */
  readonly skewMs: number | null
}

/**
 * When a token expires on **this side's** clock, in ms; `null` for one that does not expire.
 *
 * Clocks of customers' computers are off by hours. The issuer's `expires_in` needs no clock at all, so it wins; then the
 * skew measured from a server's greeting; and where neither is known, a token that seems to come from the future, or to
 * have expired when it was handed out, gives the skew away by itself.
 */
export function toLocalExpiry({ claims, expiresIn, receivedAt, skewMs }: ExpiryInput): number | null {
  if (expiresIn !== null) return receivedAt + expiresIn * 1000
  if (claims.expiresAt === null) return null
  const expiresAt = claims.expiresAt * 1000
  if (skewMs !== null) return expiresAt - skewMs
  const issuedAt = (claims.issuedAt ?? 0) * 1000
  const isClockWrong = issuedAt > receivedAt || (expiresAt <= receivedAt && issuedAt > 0)
  return isClockWrong ? receivedAt + (expiresAt - issuedAt) : expiresAt
}
