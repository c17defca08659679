import { readTokenClaims } from '../../auth/tokenExpiry.ts'

/** Whose words go out: Realtime hands a broadcast on as it came, and does not say from whom. */
export interface Speaker {
  readonly userId: string
  readonly userName: string | null
}

/** Who speaks, by the token. `null`: there is none, or it names nobody. */
export function toSpeaker(token: string | null): Speaker | null {
  if (token === null) return null
  const { userId, userName } = readTokenClaims(token)
  return userId === null ? null : { userId, userName }
}
