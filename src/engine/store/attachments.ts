import { createId } from '../../lib/createId.ts'
import type { Queryable } from '../database/database.ts'
import { notFound } from '../problem.ts'
import { checkConversation } from './conversationQueries.ts'
import { isUuid } from './isUuid.ts'

export type AttachmentType = 'image' | 'video' | 'audio' | 'document'

export interface NewAttachment {
  readonly workspaceId: string
  readonly conversationId: string
  readonly fileName: string
  readonly mimeType: string
  readonly content: Uint8Array
  readonly caption: string | null
}

/** Keeps a file for a message to come. @throws {@link Problem} `NOT_FOUND` for the conversation. */
export async function insertAttachment(database: Queryable, attachment: NewAttachment) {
  const { workspaceId, conversationId, fileName, mimeType, content, caption } = attachment
  await checkConversation(database, workspaceId, conversationId)
  const id = createId()
  const type = toAttachmentType(mimeType)
  await database.query(
    `insert into attachments (id, workspace_id, conversation_id, file_name, mime_type, file_size, content, type, caption)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, workspaceId, conversationId, fileName, mimeType, content.byteLength, content, type, caption],
  )
  return { id, type }
}

/**
 * Finds an attachment that has content, by its own id or by the provider's id of its message.
 *
 * @throws {@link Problem} `NOT_FOUND`, also for a file that is still with the provider.
 */
export async function findAttachment(
  database: Queryable,
  workspaceId: string,
  by: { readonly id: string } | { readonly externalId: string },
): Promise<string> {
  const [row] =
    'id' in by
      ? isUuid(by.id)
        ? await database.query<{ id: string }>(
            'select id from attachments where id = $1 and workspace_id = $2 and content is not null',
            [by.id, workspaceId],
          )
        : []
      : await database.query<{ id: string }>(
          `select a.id from messages m join attachments a on a.id = m.attachment_id
           where m.external_id = $1 and m.workspace_id = $2 and a.content is not null`,
          [by.externalId, workspaceId],
        )
  if (row === undefined) throw notFound('attachment')
  return row.id
}

/** Reads a file. Whoever asks has shown a link that was made for it. */
export async function readAttachment(database: Queryable, id: string) {
  const [file] = await database.query<{ content: Uint8Array<ArrayBuffer>; mime_type: string; file_name: string }>(
    'select content, mime_type, file_name from attachments where id = $1 and content is not null',
    [id],
  )
  if (file === undefined) throw notFound('attachment')
  return file
}

function toAttachmentType(mimeType: string): AttachmentType {
  const [family] = mimeType.split('/')
  return family === 'image' || family === 'video' || family === 'audio' ? family : 'document'
}
