import { matchesFilter } from '../domain/conversationFilter.ts'
import { ConversationError, toConversationError } from '../domain/errors.ts'
import type { ConversationId } from '../domain/ids.ts'
import { toUnsupported, type Operation } from '../domain/operation.ts'
import type { CallOptions, Gateway, Page } from './backend.ts'
import type { CommandTable } from './commandTable.ts'
import type { SeenConversations } from './seenConversations.ts'

/** Beyond these a conversation is not looked for in a list. */
const MOST_PAGES = 20
const PAGE_SIZE = 100

const GATEWAY_OPERATIONS = [
  'listMessages',
  'listConversations',
  'sendMessage',
  'markRead',
  'updateConversation',
] as const satisfies readonly (Operation & keyof Gateway)[]

const GATEWAY_METHODS: ReadonlySet<string> = new Set(
  Object.keys({
    toCursor: true,
    listMessages: true,
    listConversations: true,
    getConversation: true,
    listMessageChanges: true,
    listConversationChanges: true,
    sendMessage: true,
    markRead: true,
    updateConversation: true,
  } satisfies Record<keyof Gateway, true>),
)

/**
 * What is missing from a gateway and a table of commands.
 *
 * @throws {@link ConversationError} `invalid_option` for a method by a name that none has: misspelt, it would be missing
 * without a word.
 */
export function toCannot(name: string, gateway: Partial<Gateway>, commands: CommandTable): readonly Operation[] {
  const unknown = Object.keys(gateway).find((method) => !GATEWAY_METHODS.has(method))
  if (unknown !== undefined) {
    const message = `unable to create ${name}; a gateway has no method "${unknown}". There are ${[...GATEWAY_METHODS].join(', ')}.`
    throw new ConversationError('invalid_option', message, { field: `gateway.${unknown}` })
  }
  const missing: Operation[] = GATEWAY_OPERATIONS.filter((operation) => gateway[operation] === undefined)
  return commands.notifyTyping === undefined ? [...missing, 'notifyTyping'] : missing
}

/**
 * Makes a gateway whole. What is missing is refused; only what is read goes on with what there is: no history, and the
 * conversations that were heard of.
 */
export function completeGateway(name: string, gateway: Partial<Gateway>, seen: SeenConversations): Gateway {
  const refuse = (operation: Operation) => async () => {
    throw toUnsupported(operation, name)
  }
  const guarded = toGuarded(name, gateway)
  const { listMessages, listConversations } = guarded
  /** Who can list them can find one; what was heard of it is less, and would be laid over what the list says. */
  const findListed = async (list: Gateway['listConversations'], id: ConversationId, options?: CallOptions) => {
    for (let offset = 0, count = 0; count < MOST_PAGES; count += 1) {
      const page = await list({ filter: {}, offset, limit: PAGE_SIZE }, options)
      const found = page.items.find((each) => each.id === id)
      if (found !== undefined) return found
      if (page.nextCursor === null || page.items.length === 0) break
      offset += page.items.length
    }
    return undefined
  }
  let lastAsked: ConversationId | null = null
  /** What is known by heart says nothing of whether the server can be reached, which polling asks by this very call. */
  const checkReachable = async (options: CallOptions = {}) => {
    if (listMessages === undefined || lastAsked === null) return
    try {
      await listMessages({ conversationId: lastAsked, cursor: null, limit: 1 }, options)
    } catch (error) {
      const isAnswer = error instanceof ConversationError && ['not_found', 'forbidden'].includes(error.code)
      if (!isAnswer) throw error
    }
  }
  return {
    toCursor: ({ id }) => id,
    listMessageChanges: refuse('listMessages'),
    listConversations: async ({ filter, offset, limit }, options) => {
      await checkReachable(options)
      const all = seen.list().filter((conversation) => matchesFilter(conversation, filter))
      const end = offset + limit
      return toPage(all.slice(offset, end), end < all.length ? String(end) : null)
    },
    getConversation: async (id, options) => {
      const known = listConversations ? await findListed(listConversations, id, options) : seen.find(id)
      if (known !== undefined) return known
      throw new ConversationError('not_found', 'unable to load the conversation; nothing was heard of it yet.')
    },
    listConversationChanges: refuse('listConversations'),
    sendMessage: refuse('sendMessage'),
    markRead: refuse('markRead'),
    updateConversation: refuse('updateConversation'),
    ...guarded,
    listMessages: async (request, options) => {
      lastAsked = request.conversationId
      return listMessages?.(request, options) ?? toPage([], null)
    },
  }
}

/** Whatever a method throws (an answer that does not parse, a slip) is told as this library tells errors. */
function toGuarded(name: string, gateway: Partial<Gateway>): Partial<Gateway> {
  const guard =
    <Arguments extends readonly unknown[], Answer>(ask: (...args: Arguments) => Promise<Answer>) =>
    async (...args: Arguments): Promise<Answer> => {
      try {
        return await ask(...args)
      } catch (cause) {
        const message = `unable to ask ${name}; its answer is not what the definition expects.`
        throw toConversationError(cause, 'protocol_error', message)
      }
    }
  return Object.fromEntries(
    Object.entries(gateway).map(([method, ask]) => [
      method,
      method === 'toCursor' ? ask : guard(ask as (...args: readonly unknown[]) => Promise<unknown>),
    ]),
  )
}

function toPage<Item>(items: readonly Item[], nextCursor: string | null): Page<Item> {
  return { items, nextCursor, serverTime: null, rejected: 0 }
}
