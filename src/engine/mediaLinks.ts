import { createHmac } from 'node:crypto'
import { isSameText } from './isSameText.ts'

/** Links to attachments that an `<img>` can load: it cannot send a token, and a token does not belong in a URL. */
export interface MediaLinks {
  readonly create: (attachmentId: string) => MediaLink
  /** Which attachment a link's path leads to; `null` for a path that is none of ours. */
  readonly readPath: (path: string) => string | null
  /** Whether the link was made here and has not expired. */
  readonly isValid: (attachmentId: string, expires: string | undefined, signature: string | undefined) => boolean
}

export interface MediaLink {
  /** Path and query, to be put behind the server's origin. */
  readonly path: string
  readonly expiresAt: string
}

/** Where the files themselves are, under every wire. */
export const FILES_PATH = '/api/chat/files'
const DAY_MS = 86_400_000

/**
 * Creates the links' maker. A link expires at the end of the next day, UTC: within a day a message that is read twice has
 * the same link, so nothing is loaded or rendered again.
 */
export function createMediaLinks(
  secret: string,
  { prefix = '', now = Date.now }: { prefix?: string; now?: () => number } = {},
): MediaLinks {
  const root = `${prefix}${FILES_PATH}/`
  const sign = (attachmentId: string, expires: string) =>
    createHmac('sha256', secret).update(`media ${attachmentId} ${expires}`).digest('base64url')
  return {
    create: (attachmentId) => {
      const expiresAt = (Math.floor(now() / DAY_MS) + 2) * DAY_MS
      const expires = String(expiresAt / 1000)
      const signature = sign(attachmentId, expires)
      return {
        path: `${root}${attachmentId}?expires=${expires}&signature=${signature}`,
        expiresAt: new Date(expiresAt).toISOString(),
      }
    },
    readPath: (path) => (path.startsWith(root) ? path.slice(root.length) : null),
    isValid: (attachmentId, expires = '', signature = '') =>
      isSameText(signature, sign(attachmentId, expires)) && Number(expires) * 1000 > now(),
  }
}
