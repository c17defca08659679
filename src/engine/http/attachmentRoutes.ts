import { Hono } from 'hono'
import * as v from 'valibot'
import type { EngineContext } from '../engineContext.ts'
import { parseInput } from '../input.ts'
import { invalid } from '../problem.ts'
import { insertAttachment } from '../store/attachments.ts'
import { LONGEST_TEXT } from '../store/draftSchema.ts'
import type { Api, ApiContext } from './apiEnv.ts'
import { readBody } from './readBody.ts'
import { UuidSchema } from './readRequest.ts'
import { toRequestOrigin } from './toRequestOrigin.ts'

const LARGEST_FILE = 16 * 1024 * 1024
/** The form around the file: its boundaries, names and the other fields. */
const FORM_ALLOWANCE = 64 * 1024
const MIME_TYPE = /^[a-z0-9][\w.+-]{0,100}\/[a-z0-9][\w.+-]{0,100}$/i

const FormSchema = v.object({
  conversationId: UuidSchema,
  caption: v.optional(v.pipe(v.string(), v.maxLength(LONGEST_TEXT))),
  file: v.pipe(
    v.file(),
    v.check((file) => file.size > 0, 'expected a file that is not empty'),
  ),
})

/** `POST /attachments`: a file for a message to come. */
export function attachmentRoutes({ database, mediaLinks }: EngineContext): Api {
  const routes: Api = new Hono()

  routes.post('/', async (context) => {
    const { workspaceId } = context.get('caller')
    const { conversationId, caption, file } = parseInput(FormSchema, await readForm(context))
    if (file.size > LARGEST_FILE) throw invalid('file', `it is larger than ${LARGEST_FILE} bytes`, 413)
    const mimeType = toMimeType(file.type)
    const fileName = toFileName(file.name)
    const { id, type } = await insertAttachment(database, {
      workspaceId,
      conversationId,
      fileName,
      mimeType,
      content: new Uint8Array(await file.arrayBuffer()),
      caption: caption ?? null,
    })
    return context.json(
      {
        id,
        storage_url: toRequestOrigin(context) + mediaLinks.create(id).path,
        mime_type: mimeType,
        file_size: file.size,
        file_name: fileName,
        type,
      },
      201,
    )
  })

  return routes
}

async function readForm(context: ApiContext): Promise<Record<string, unknown>> {
  const body = await readBody(context, LARGEST_FILE + FORM_ALLOWANCE)
  const headers = { 'content-type': context.req.header('content-type') ?? '' }
  try {
    return Object.fromEntries(await new Response(body, { headers }).formData())
  } catch {
    throw invalid('body', 'it is not multipart/form-data')
  }
}

/** Parameters (`; charset=…`) are dropped; what is no type at all is just bytes. */
function toMimeType(type: string): string {
  const [essence = ''] = type.split(';')
  return MIME_TYPE.test(essence.trim()) ? essence.trim().toLowerCase() : 'application/octet-stream'
}

/** The name without the folders some browsers put before it, and without what a header could not carry. */
function toFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  return (
    last
      .replaceAll(/\p{Cc}/gu, '')
      .trim()
      .slice(0, 255) || 'file'
  )
}
