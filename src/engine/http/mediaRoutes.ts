import { Hono } from 'hono'
import * as v from 'valibot'
import type { EngineContext } from '../engineContext.ts'
import { invalid, notFound } from '../problem.ts'
import { findAttachment, readAttachment } from '../store/attachments.ts'
import { isUuid } from '../store/isUuid.ts'
import type { Api } from './apiEnv.ts'
import { readQuery, UuidSchema } from './readRequest.ts'
import { toRequestOrigin } from './toRequestOrigin.ts'

const Short = v.pipe(v.string(), v.minLength(1), v.maxLength(512))
const MediaQuery = v.object({
  providerMessageId: v.optional(Short),
  attachmentId: v.optional(UuidSchema),
  url: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(8192))),
})

/** `GET /media`: a fresh link to a message's file. */
export function mediaRoutes({ database, mediaLinks }: EngineContext): Api {
  const routes: Api = new Hono()

  routes.get('/', async (context) => {
    const { workspaceId } = context.get('caller')
    const { providerMessageId, attachmentId, url } = readQuery(context, MediaQuery)
    const origin = toRequestOrigin(context)
    const toAnswer = (id: string) => {
      const { path, expiresAt } = mediaLinks.create(id)
      return context.json({ url: origin + path, expires_at: expiresAt })
    }
    if (attachmentId !== undefined) return toAnswer(await findAttachment(database, workspaceId, { id: attachmentId }))
    if (providerMessageId !== undefined) {
      return toAnswer(await findAttachment(database, workspaceId, { externalId: providerMessageId }))
    }
    if (url === undefined) throw invalid('attachmentId', 'expected attachmentId, providerMessageId or url')
    const base = origin || 'http://localhost'
    const address = URL.canParse(url, base) ? new URL(url, base) : null
    if (address === null || !/^https?:$/.test(address.protocol)) throw invalid('url', 'expected an http(s) address')
    const own = mediaLinks.readPath(address.pathname)
    // Somebody else's file: its address is all there is to say.
    if (own === null) return context.json({ url })
    return toAnswer(await findAttachment(database, workspaceId, { id: own }))
  })

  return routes
}

/** The files themselves, for whoever has a link: an `<img>` sends no token. */
export function fileRoutes({ database, mediaLinks }: EngineContext): Hono {
  const routes = new Hono()

  routes.get('/:id', async (context) => {
    const id = context.req.param('id')
    const { expires, signature } = context.req.query()
    if (!isUuid(id) || !mediaLinks.isValid(id, expires, signature)) throw notFound('attachment')
    const { content, mime_type: mimeType, file_name: fileName } = await readAttachment(database, id)
    // Anybody may upload anything: shown in place is only what cannot run, and what runs all the same is boxed in.
    const isShown = /^(image|video|audio)\//.test(mimeType)
    return context.body(content, 200, {
      'content-type': mimeType,
      'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeFileName(fileName)}`,
      'content-security-policy': `default-src 'none'; sandbox`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=86400',
      'cross-origin-resource-policy': 'cross-origin',
    })
  })

  return routes
}

/** RFC 5987: what `encodeURIComponent` leaves and a header must not have. */
function encodeFileName(name: string): string {
  return encodeURIComponent(name).replaceAll(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}
