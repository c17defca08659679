import { ConversationError } from '../../domain/errors.ts'

/**
 * Throws when a key is the project's secret one. It passes every row-level policy, so whoever opens the page could read
 * and write all workspaces.
 *
 * @throws {@link ConversationError} `signing_secret`, naming the option.
 */
export function refuseServiceRole(key: string, field: string): void {
  if (!key.startsWith('sb_secret_') && readRole(key) !== 'service_role') return
  throw new ConversationError(
    'signing_secret',
    `unable to accept "${field}"; a secret (service_role) key in the browser can be read by anybody and passes every ` +
      'row-level policy. Use the publishable (anon) key; if this key was ever deployed, replace it.',
    { field },
  )
}

/**
 * `null` for an opaque key. Nothing is trusted that is read here, and it is asked when a provider renders: the library that
 * reads tokens comes with what uses them.
 */
function readRole(key: string): unknown {
  try {
    const [, payload = ''] = key.split('.')
    const claims = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as { readonly role?: unknown }
    return claims.role
  } catch {
    return null
  }
}
