/**
 * Where a client has reached this server, so that links lead back the same way. A proxy that ends TLS says so in
 * `X-Forwarded-Proto`; to lie in it only spoils the liar's own links.
 */
export function readOrigin(host: string | undefined, isEncrypted: boolean, forwardedProto?: string | null): string {
  if (host === undefined || host === '') return ''
  return `${isEncrypted || forwardedProto?.startsWith('https') === true ? 'https' : 'http'}://${host}`
}
