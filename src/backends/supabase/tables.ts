import { ConversationError } from '../../domain/errors.ts'

/** A table's name and the names of its columns, by what they hold. `null`: this database has no such column. */
export interface SupabaseTable<Field extends string, Required extends string = never> {
  readonly name: string
  readonly columns: { readonly [Name in Field]: Name extends Required ? string : string | null }
}

export type MessageField =
  | 'id'
  | 'conversationId'
  | 'workspaceId'
  | 'text'
  | 'type'
  | 'isOutgoing'
  | 'status'
  | 'externalId'
  | 'clientId'
  | 'mediaUrl'
  | 'senderId'
  | 'senderType'
  | 'senderName'
  | 'isPrivate'
  | 'replyToId'
  | 'errorCode'
  | 'errorMessage'
  | 'metadata'
  | 'createdAt'
  | 'updatedAt'
  | 'editedAt'
  | 'deletedAt'

export type ConversationField =
  | 'id'
  | 'workspaceId'
  | 'contactId'
  | 'channelAccountId'
  | 'pipelineId'
  | 'stageId'
  | 'status'
  | 'assigneeId'
  | 'labels'
  | 'priority'
  | 'unreadCount'
  | 'lastMessageAt'
  | 'lastMessagePreview'
  | 'lastInboundAt'
  | 'createdAt'
  | 'updatedAt'

export type ContactField = 'id' | 'name' | 'phone' | 'avatarUrl'

/** How the database names things. */
export interface SupabaseTables {
  readonly messages: SupabaseTable<MessageField, 'id' | 'conversationId' | 'isOutgoing' | 'createdAt'>
  readonly conversations: SupabaseTable<ConversationField, 'id'>
  /** `null`: conversations have no contact of their own. */
  readonly contacts: SupabaseTable<ContactField, 'id'> | null
}

interface Override<Field extends string> {
  readonly name?: string | undefined
  readonly columns?: { readonly [Name in Field]?: string | null | undefined } | undefined
}

/** Names that differ from the preset's. */
export interface SupabaseTableOptions {
  /**
   * `deployed`: the tables of CRMs in the field. `migrated`: the same after this package's own migration, with change
   * times, client ids and deletions. Default `deployed`.
   */
  readonly preset?: 'deployed' | 'migrated' | undefined
  readonly messages?: Override<MessageField> | undefined
  readonly conversations?: Override<ConversationField> | undefined
  readonly contacts?: Override<ContactField> | null | undefined
}

const DEPLOYED = {
  messages: {
    name: 'messages',
    columns: {
      id: 'id',
      conversationId: 'conversation_id',
      workspaceId: 'workspace_id',
      text: 'body',
      type: 'type',
      isOutgoing: 'is_outgoing',
      status: 'status',
      externalId: 'external_id',
      // Where there is one, it sits in `external_id` until the provider's id takes its place.
      clientId: 'external_id',
      mediaUrl: 'media_url',
      senderId: 'sent_by_user_id',
      senderType: null,
      senderName: null,
      isPrivate: null,
      replyToId: null,
      errorCode: null,
      errorMessage: 'error_message',
      metadata: null,
      createdAt: 'created_at',
      updatedAt: null,
      editedAt: null,
      deletedAt: null,
    },
  },
  conversations: {
    name: 'conversations',
    columns: {
      id: 'id',
      workspaceId: 'workspace_id',
      contactId: 'contact_id',
      channelAccountId: 'whatsapp_number_id',
      pipelineId: 'pipeline_id',
      stageId: null,
      status: null,
      assigneeId: null,
      labels: null,
      priority: null,
      unreadCount: 'unread_count',
      lastMessageAt: 'last_message_at',
      lastMessagePreview: null,
      lastInboundAt: null,
      createdAt: 'created_at',
      updatedAt: 'updated_at',
    },
  },
  contacts: { name: 'contacts', columns: { id: 'id', name: 'name', phone: 'phone', avatarUrl: 'avatar_url' } },
} satisfies SupabaseTables

const MIGRATED: SupabaseTables = {
  messages: {
    name: 'messages',
    columns: {
      ...DEPLOYED.messages.columns,
      clientId: 'client_id',
      senderType: 'sender_type',
      senderName: 'sender_name',
      isPrivate: 'is_private',
      replyToId: 'reply_to_id',
      errorCode: 'error_code',
      metadata: 'metadata',
      updatedAt: 'updated_at',
      editedAt: 'edited_at',
      deletedAt: 'deleted_at',
    },
  },
  conversations: {
    name: 'conversations',
    columns: {
      ...DEPLOYED.conversations.columns,
      stageId: 'stage_id',
      status: 'status',
      assigneeId: 'assignee_id',
      labels: 'labels',
      priority: 'priority',
      lastMessagePreview: 'last_message_preview',
      lastInboundAt: 'last_inbound_at',
    },
  },
  contacts: DEPLOYED.contacts,
}

/** Names are put into URLs and filters as they are, so they must look like names. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/

/**
 * Lays the options over the preset.
 *
 * @throws {@link ConversationError} `invalid_option`, naming the option, e.g. `tables.messages.columns.id`.
 */
export function resolveTables(options: SupabaseTableOptions = {}): SupabaseTables {
  const { preset = 'deployed', messages, conversations, contacts } = options
  const base: SupabaseTables | undefined = { deployed: DEPLOYED, migrated: MIGRATED }[preset]
  if (base === undefined) refuse('tables.preset', 'must be "deployed" or "migrated"')
  return {
    messages: merge('messages', base.messages, messages),
    conversations: merge('conversations', base.conversations, conversations),
    contacts: contacts === null || base.contacts === null ? null : merge('contacts', base.contacts, contacts),
  }
}

const NEVER_NULL = new Set(['id', 'conversationId', 'isOutgoing', 'createdAt'])

function merge<Table extends { readonly name: string; readonly columns: Readonly<Record<string, string | null>> }>(
  table: string,
  base: Table,
  { name = base.name, columns = {} }: { name?: string | undefined; columns?: object | undefined } = {},
): Table {
  const given = Object.entries(columns).filter(([, column]) => column !== undefined)
  if (!NAME.test(name)) refuse(`tables.${table}.name`, 'must be a table’s name')
  for (const [field, column] of given) {
    const option = `tables.${table}.columns.${field}`
    if (!Object.hasOwn(base.columns, field)) refuse(option, 'is not known')
    const isRequired = NEVER_NULL.has(field) && (table === 'messages' || field === 'id')
    if (column === null && isRequired) refuse(option, 'cannot be left out')
    if (column !== null && !NAME.test(String(column))) refuse(option, 'must be a column’s name, or null')
  }
  return { ...base, name, columns: { ...base.columns, ...Object.fromEntries(given) } }
}

function refuse(option: string, rule: string): never {
  throw new ConversationError('invalid_option', `unable to use Supabase; "${option}" ${rule}.`, { field: option })
}

/** The columns of a table, as PostgREST's `select` takes them; each once. */
export function toColumnList(columns: Readonly<Record<string, string | null>>): string {
  return [...new Set(Object.values(columns).filter((column) => column !== null))].join(',')
}
