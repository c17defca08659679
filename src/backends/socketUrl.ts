import { ConversationError } from '../domain/errors.ts'

/** `true` for an http(s) or ws(s) address. */
export function isSocketUrl(url: string | undefined | null): url is string {
  return typeof url === 'string' && /^(https?|wss?):\/\/[^/]/.test(url)
}

/**
 * Tells whether a backend is configured: absent or empty, it is not.
 *
 * @throws {@link ConversationError} `invalid_option` for anything else that is no address.
 */
export function isConfigured(url: string | undefined, backend: string): boolean {
  const isEnabled = isSocketUrl(url)
  if (typeof url === 'string' && url !== '' && !isEnabled) {
    throw new ConversationError(
      'invalid_option',
      `unable to use ${backend}; "url" must be an origin such as https://chat.example.com. Leave it out to disable it.`,
      { field: 'url' },
    )
  }
  return isEnabled
}
