import type { TokenSource } from '../../auth/chatEngineJwt.ts'
import { toConversationError } from '../../domain/errors.ts'
import type { SignInEvents } from '../../transports/supabaseRealtime.ts'
import type { GetClient } from './project.ts'
import { onClientAuth } from './supabaseClient.ts'

/** Follows who is signed in at the application's client; whoever keeps the token fresh is told of the new one. */
export function watchSignIn(
  getClient: GetClient,
  tokens: TokenSource,
  { onSignedIn, onSignedOut }: SignInEvents,
): () => void {
  let isOver = false
  let stop = () => {}
  const onChange = async () => {
    try {
      await tokens.get({ reason: 'expiring', unlike: tokens.peek() })
      if (!isOver) onSignedIn()
    } catch (cause) {
      const error = toConversationError(cause, 'network_error', 'unable to get a token; the client failed.')
      if (!isOver && error.code === 'unauthorized') onSignedOut(error)
    }
  }
  getClient().then(
    (client) => {
      if (!isOver) stop = onClientAuth(client, () => void (isOver || onChange()))
    },
    // Connecting fails for the same reason, and says so.
    () => {},
  )
  return () => {
    isOver = true
    stop()
  }
}
