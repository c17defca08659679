import { createChatEngineJwt, type TokenSource } from '../auth/chatEngineJwt.ts'
import { ConversationError } from '../domain/errors.ts'

/** Tokens without a signature, each another one. */
export interface FakeTokens {
  readonly createSource: () => TokenSource
  readonly setSignedIn: (isSignedIn: boolean) => void
  /** Why nobody's requests are taken; `null` while somebody is signed in. */
  readonly getRefusal: () => ConversationError | null
}

export function createFakeTokens(userId: string): FakeTokens {
  let isSignedIn = true
  let count = 0
  const issue = () => {
    count += 1
    const claims = JSON.stringify({ sub: userId, jti: String(count) })
    const encoded = btoa(claims).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
    return `eyJhbGciOiJub25lIn0.${encoded}.`
  }
  return {
    createSource: () => createChatEngineJwt({ getToken: () => (isSignedIn ? issue() : null) }),
    setSignedIn: (next) => {
      isSignedIn = next
    },
    getRefusal: () => (isSignedIn ? null : new ConversationError('unauthorized', 'nobody is signed in')),
  }
}
