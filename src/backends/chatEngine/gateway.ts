import * as v from 'valibot'
import type { TokenSource } from '../../auth/chatEngineJwt.ts'
import type { Capability } from '../../domain/capability.ts'
import { ConversationError } from '../../domain/errors.ts'
import { toIsoTimestamp } from '../../lib/isoTimestamp.ts'
import type { Gateway, Page } from '../backend.ts'
import { createBearerFetch } from '../bearerFetch.ts'
import { readConversationRow, readMessageRow } from './rows.ts'
import { HttpErrorSchema, ListSchema } from './rowSchema.ts'

export interface GatewayOptions {
  /** The server's origin. */
  readonly url: string
  readonly apiPath: string
  readonly tokens: TokenSource
  readonly fetch: typeof fetch
  readonly hasCapability: (capability: Capability) => boolean
}

/** How many changes are asked for at a time. */
const CHANGES_PAGE = 200

/** ChatEngine's HTTP API. */
export function createGateway({ url, apiPath, tokens, fetch, hasCapability }: GatewayOptions): Gateway {
  const request = createBearerFetch({
    baseUrl: url.replace(/\/+$/, '') + apiPath,
    tokens,
    fetch,
    readField: (body) => {
      const parsed = v.safeParse(HttpErrorSchema, body)
      return parsed.success ? (parsed.output.details?.field ?? null) : null
    },
  })
  const requestCrm = (what: string) => {
    if (hasCapability('crm')) return
    throw new ConversationError('unsupported', `unable to ${what}; this server has no "crm" extension.`)
  }

  return {
    toCursor: ({ id }) => id,
    listMessages: async ({ conversationId, cursor, limit }, { signal } = {}) => {
      const body = await request({
        what: 'load the messages',
        path: '/messages',
        query: { conversation_id: conversationId, limit, before: cursor ?? undefined },
        signal,
      })
      return readPage(body, readMessageRow, (rows, hasMore) =>
        (hasMore ?? rows.length >= limit) ? lastId(rows) : null,
      )
    },

    listMessageChanges: async ({ conversationId, since, cursor }, { signal } = {}) => {
      const body = await request({
        what: 'load what changed in the conversation',
        path: '/messages',
        query: {
          conversation_id: conversationId,
          updated_since: since,
          limit: CHANGES_PAGE,
          cursor: cursor ?? undefined,
        },
        signal,
      })
      return readPage(body, readMessageRow, () => null)
    },

    listConversations: async ({ filter, offset, limit }, { signal } = {}) => {
      const body = await request({
        what: 'load the conversations',
        path: '/conversations',
        query: {
          whatsapp_number_id: filter.channelAccountId,
          stage_id: filter.stageId === null ? 'null' : filter.stageId,
          unread_only: filter.unreadOnly === true ? true : undefined,
          status: filter.status,
          assignee_id: filter.assigneeId === null ? 'null' : filter.assigneeId,
          priority: filter.priority,
          limit,
          offset,
        },
        signal,
      })
      return readPage(body, readConversationRow, (rows, hasMore) =>
        (hasMore ?? rows.length >= limit) ? String(offset + rows.length) : null,
      )
    },

    listConversationChanges: async ({ since, cursor }, { signal } = {}) => {
      const body = await request({
        what: 'load which conversations changed',
        path: '/conversations',
        query: { updated_since: since, limit: CHANGES_PAGE, cursor: cursor ?? undefined },
        signal,
      })
      return readPage(body, readConversationRow, () => null)
    },

    getConversation: async (id, { signal } = {}) => {
      const what = 'load the conversation'
      const row = await request({ what, path: `/conversations/${encodeURIComponent(id)}`, signal })
      return readConversationRow(row) ?? failProtocol(what)
    },

    sendMessage: async (message, { signal } = {}) => {
      const what = 'send the message'
      const row = await request({
        what,
        method: 'POST',
        path: '/messages',
        body: {
          conversationId: message.conversationId,
          type: message.type,
          content: message.text,
          replyToId: message.replyToId,
          clientMessageId: message.clientId,
        },
        headers: hasCapability('idempotency') ? { 'idempotency-key': message.clientId } : {},
        signal,
      })
      const sent = readMessageRow(row) ?? failProtocol(what)
      return { ...sent, clientId: message.clientId }
    },

    markRead: async (id, { signal } = {}) => {
      await request({
        what: 'mark the conversation as read',
        method: 'POST',
        path: `/conversations/${encodeURIComponent(id)}/read`,
        signal,
      })
    },

    updateConversation: async (id, changes, { signal } = {}) => {
      const what = 'change the conversation'
      const { status, stageId, pipelineId, assigneeId, labels, priority } = changes
      const path = `/conversations/${encodeURIComponent(id)}`
      const isStageOnly = Object.keys(changes).every((field) => field === 'stageId' || field === 'pipelineId')
      if (isStageOnly) {
        const body = { stage_id: stageId, pipeline_id: pipelineId }
        return readConversationRow(await request({ what, method: 'PATCH', path: `${path}/stage`, body, signal }))
      }
      requestCrm(what)
      const body = {
        ...{ status, stage_id: stageId, pipeline_id: pipelineId },
        ...{ assignee_id: assigneeId, labels, priority },
      }
      return readConversationRow(await request({ what, method: 'PATCH', path, body, signal }))
    },
  }
}

function readPage<Item>(
  body: unknown,
  readRow: (row: unknown) => Item | null,
  /** `hasMore` as the server says it; where it does not, a page that is not full is the last one. */
  toNextCursor: (rows: readonly unknown[], hasMore: boolean | undefined) => string | null,
): Page<Item> {
  const parsed = v.safeParse(ListSchema, body)
  if (!parsed.success) return failProtocol('read the answer')
  const { data, next_cursor, pagination, server_time } = parsed.output
  const items = data.map(readRow).filter((item) => item !== null)
  return {
    items,
    nextCursor: next_cursor ?? (data.length === 0 ? null : toNextCursor(data, pagination?.has_more ?? undefined)),
    serverTime: toIsoTimestamp(server_time),
    rejected: data.length - items.length,
  }
}

function lastId(rows: readonly unknown[]): string | null {
  const parsed = v.safeParse(v.object({ id: v.string() }), rows.at(-1))
  return parsed.success ? parsed.output.id : null
}

function failProtocol(what: string): never {
  throw new ConversationError(
    'protocol_error',
    `unable to ${what}; the server's answer is not what ChatEngine promises.`,
  )
}
