import { errors, jwtVerify, SignJWT, type JWTPayload } from 'jose'
import { Problem } from './problem.ts'
import type { WireName } from './wires/wireName.ts'

/** Whom a token speaks for. Times in ms. */
export interface Caller {
  readonly workspaceId: string
  /** `null` for a token that speaks for the workspace and for nobody in it. */
  readonly userId: string | null
  readonly userName: string | null
  readonly issuedAt: number | null
  /** `null` for a token that does not expire. */
  readonly expiresAt: number | null
}

export interface TokenClaims {
  readonly workspaceId: string
  /** Default: nobody; the token speaks for the workspace. */
  readonly userId?: string | undefined
  readonly userName?: string | undefined
  /** Default: the engine's `tokenLifetimeSeconds`. */
  readonly expiresInSeconds?: number | undefined
}

export interface Tokens {
  readonly sign: (claims: TokenClaims) => Promise<string>
  /** @throws {@link Problem} `TOKEN_MISSING`, `TOKEN_INVALID`, `TOKEN_EXPIRED`, or `FORBIDDEN` for a token without workspace. */
  readonly verify: (token: unknown) => Promise<Caller>
}

export interface TokenOptions {
  /** How long a token is good for unless it says otherwise. */
  readonly lifetimeSeconds: number
  /** Whose claims a token is expected to have. */
  readonly wire: WireName
}

/** Signs and checks the engine's tokens: JWTs, HS256 and nothing else. */
export function createTokens(secret: string, { lifetimeSeconds, wire }: TokenOptions): Tokens {
  const key = new TextEncoder().encode(secret)
  return {
    sign: ({ workspaceId, userId, userName, expiresInSeconds = lifetimeSeconds }) => {
      const now = Math.floor(Date.now() / 1000)
      // Every wire's claims, and the role for Supabase: one token is good for all of them.
      return new SignJWT({
        ...{ workspaceId, organization_id: workspaceId, tenantId: workspaceId, role: 'authenticated' },
        ...(userId !== undefined && { userId }),
        ...(userName !== undefined && { name: userName }),
      })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setSubject(userId ?? workspaceId)
        .setIssuedAt(now)
        .setExpirationTime(now + Math.ceil(expiresInSeconds))
        .sign(key)
    },
    verify: async (token) => {
      if (typeof token !== 'string' || token === '') throw new Problem('TOKEN_MISSING', 'unauthorized: no token')
      return toCaller(await readClaims(token, key), wire)
    },
  }
}

async function readClaims(token: string, key: Uint8Array): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'] })
    return payload
  } catch (error) {
    throw error instanceof errors.JWTExpired
      ? new Problem('TOKEN_EXPIRED', 'unauthorized: jwt expired')
      : new Problem('TOKEN_INVALID', 'unauthorized: jwt not valid')
  }
}

/** What the tokens of each wire's own servers call the tenant. Older ones of ChatEngine spell it `workspace_id`. */
const TENANT_CLAIMS: Readonly<Record<WireName, readonly string[]>> = {
  chatengine: ['workspaceId', 'workspace_id'],
  pytake: ['organization_id', 'workspaceId', 'workspace_id'],
  kanban: ['tenantId', 'workspaceId', 'workspace_id'],
}

/** A token without a user has the workspace as its subject. */
function toCaller(claims: JWTPayload, wire: WireName): Caller {
  const workspaceId = TENANT_CLAIMS[wire].map((name) => toText(claims[name])).find((id) => id !== null)
  if (workspaceId === undefined) throw new Problem('FORBIDDEN', 'forbidden: the token names no workspace')
  const subject = (wire === 'kanban' ? toText(claims['userId']) : null) ?? toText(claims.sub)
  return {
    workspaceId,
    userId: subject === workspaceId ? null : subject,
    userName: toText(claims['name']),
    issuedAt: claims.iat === undefined ? null : claims.iat * 1000,
    expiresAt: claims.exp === undefined ? null : claims.exp * 1000,
  }
}

function toText(claim: unknown): string | null {
  return typeof claim === 'string' && claim !== '' ? claim : null
}
