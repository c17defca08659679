import { ConversationError } from '../domain/errors.ts'
import type { ChatEngineJwtOptions } from './chatEngineJwt.ts'
import { refuseSecrets } from './refuseSecrets.ts'

/**
 * Refuses options that lead to no token.
 *
 * @throws {@link ConversationError} `signing_secret` when a secret is passed, `invalid_option` when neither `getToken`
 * nor `tokenEndpoint` is, or the endpoint is not told the workspace.
 */
export function checkTokenOptions(options: ChatEngineJwtOptions): void {
  refuseSecrets(options)
  const { getToken, tokenEndpoint, workspaceId } = options
  if (getToken !== undefined) return
  if (tokenEndpoint === undefined) {
    throw new ConversationError(
      'invalid_option',
      'unable to get a ChatEngine token; pass tokenEndpoint (a URL of your own server) or getToken.',
      { field: 'tokenEndpoint' },
    )
  }
  if (workspaceId === undefined || workspaceId === '') {
    throw new ConversationError(
      'invalid_option',
      'unable to ask the token endpoint; it needs to know the workspace. Pass workspaceId.',
      { field: 'workspaceId' },
    )
  }
}
