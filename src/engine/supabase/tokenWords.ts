import type { TokenFault } from './supabaseTokens.ts'

interface Refused {
  readonly fault: TokenFault
  readonly expiredSeconds: number
}

const MALFORMED = 'The token provided is not a valid JWT'
const UNSIGNED = 'Failed to validate JWT signature'
const INCOMPLETE = 'Fields `role` and `exp` are required in JWT'
const NO_SIGNER = 'Failed to generate JWT signer, check your JWT secret or JWKS'
const toExpiredWords = (seconds: number) => `Token has expired ${seconds} seconds ago`

/* The same five faults are told in other words on every way in; these are Realtime's. */

/** When the connection is opened. */
export function toUpgradeError({ fault }: Refused): string {
  switch (fault) {
    case 'malformed':
      return MALFORMED
    case 'unsigned':
      return UNSIGNED
    case 'unknownAlgorithm':
      return NO_SIGNER
    case 'expired':
      return 'Token has expired'
    case 'incomplete':
      return INCOMPLETE
  }
}

/** When a channel is joined. */
export function toJoinError({ fault, expiredSeconds }: Refused): string {
  switch (fault) {
    case 'malformed':
      return `MalformedJWT: ${MALFORMED}`
    case 'unsigned':
      return `JwtSignatureError: ${UNSIGNED}`
    case 'unknownAlgorithm':
      return `JwtSignerError: ${NO_SIGNER}`
    case 'expired':
      return `InvalidJWTToken: ${toExpiredWords(expiredSeconds)}`
    case 'incomplete':
      return `InvalidJWTToken: ${INCOMPLETE}`
  }
}

/** When a joined channel gets a new token. */
export function toRenewalError({ fault, expiredSeconds }: Refused): string {
  switch (fault) {
    case 'malformed':
      return MALFORMED
    case 'unsigned':
      return ':signature_error'
    case 'unknownAlgorithm':
      return NO_SIGNER
    case 'expired':
      return toExpiredWords(expiredSeconds)
    case 'incomplete':
      return INCOMPLETE
  }
}
