import { errors, jwtVerify, SignJWT, type JWTPayload } from 'jose'

/** What a token says; `role` is the database role its bearer acts as. */
export interface Claims extends JWTPayload {
  readonly role: string
  /** Seconds since 1970. */
  readonly exp: number
}

export type TokenFault = 'malformed' | 'unsigned' | 'unknownAlgorithm' | 'expired' | 'incomplete'

export type TokenResult =
  | { readonly ok: true; readonly claims: Claims }
  | { readonly ok: false; readonly fault: TokenFault; readonly expiredSeconds: number }

export interface SupabaseTokens {
  readonly verify: (token: string) => Promise<TokenResult>
  /** The project's own keys: the same for the same secret, and good until the year 2100. */
  readonly signKey: (role: 'anon' | 'service_role') => Promise<string>
}

const KEY_ISSUED_AT = 1_700_000_000
const KEY_EXPIRES_AT = 4_102_444_800

/** Checks tokens as Supabase does: HMAC with the project's secret, which is ChatEngine's, so that one token does for both. */
export function createSupabaseTokens(secret: string): SupabaseTokens {
  const key = new TextEncoder().encode(secret)
  return {
    verify: async (token) => {
      try {
        const { payload } = await jwtVerify(token, key, { algorithms: ['HS256', 'HS384', 'HS512'] })
        const { role, exp } = payload
        if (typeof role !== 'string' || typeof exp !== 'number') return fail('incomplete')
        return { ok: true, claims: { ...payload, role, exp: Math.round(exp) } }
      } catch (error) {
        if (error instanceof errors.JWTExpired) {
          return fail('expired', Math.floor(Date.now() / 1000 - Number(error.payload.exp)))
        }
        if (error instanceof errors.JWSSignatureVerificationFailed) return fail('unsigned')
        return fail(error instanceof errors.JOSEAlgNotAllowed ? 'unknownAlgorithm' : 'malformed')
      }
    },
    signKey: (role) =>
      new SignJWT({ role, iss: 'supabase' })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuedAt(KEY_ISSUED_AT)
        .setExpirationTime(KEY_EXPIRES_AT)
        .sign(key),
  }
}

function fail(fault: TokenFault, expiredSeconds = 0): TokenResult {
  return { ok: false, fault, expiredSeconds: Math.max(0, expiredSeconds) }
}
