import { ConversationError } from '../domain/errors.ts'

const SECRET_NAME = /secret|signing.?key|private.?key/i

/**
 * Throws when an options object carries a signing secret. Whatever reaches a browser bundle, a `VITE_*` variable above
 * all, can be read by anybody who opens the page, and who holds the secret can write tokens for every workspace.
 *
 * @throws {@link ConversationError} `signing_secret`, naming the option.
 */
export function refuseSecrets(options: object): void {
  const field = Object.keys(options).find(
    (name) => SECRET_NAME.test(name) && (options as Record<string, unknown>)[name] !== undefined,
  )
  if (field === undefined) return
  throw new ConversationError(
    'signing_secret',
    `unable to accept "${field}"; a signing secret in the browser can be read by anybody and signs tokens for every ` +
      'workspace. Sign on your server and pass tokenEndpoint or getToken; if this secret was ever deployed, replace it.',
    { field },
  )
}
