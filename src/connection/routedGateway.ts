import type { ChangesRequest, Gateway, Page } from '../backends/backend.ts'
import { ConversationError } from '../domain/errors.ts'
import type { Message } from '../domain/message.ts'
import type { Operation } from '../domain/operation.ts'

export interface GatewayRoute {
  readonly gateway: Gateway
  /** A repeated send with the same client id is one message there. */
  readonly isIdempotent: () => boolean
  /** Not asked for these while another can be. */
  readonly cannot?: readonly Operation[] | undefined
}

/** What did not get through is tried elsewhere; what was refused would be refused there too. */
const PASSING = new Set([
  ...['network_error', 'timeout', 'server_error', 'disconnected', 'unauthorized', 'rate_limited'],
  // A server without an extension; another way may have it.
  'unsupported',
])
/** Of these nothing was taken, so that sending elsewhere cannot make a second message. */
const NOT_TAKEN = new Set(['disconnected', 'unauthorized', 'rate_limited', 'unsupported'])
/** One that has just failed is asked last for so long. */
const DEMOTED_MS = 10_000
/** How far two backends' clocks may be apart: what changed is asked of the one by the other's time with so much more. */
const SKEW_MS = 600_000

/** Where a cursor came from, and the message it stands behind: with that, any other backend can go on. */
interface RoutedCursor {
  readonly route: number
  readonly cursor: string
  readonly behind: Pick<Message, 'id' | 'createdAt'> | null
}

/**
 * One gateway over several backends of the same data: asks the one that is live, and the next one when that does not get
 * through. History goes on from wherever it was begun.
 *
 * @param getPreferred The index of the live backend; `null` when none is.
 */
export function createRoutedGateway(routes: readonly GatewayRoute[], getPreferred: () => number | null): Gateway {
  const failedAt = routes.map(() => -Infinity)

  /** The live one first, then in order of preference; one that has just failed a request last. */
  const getOrder = (operation: Operation, { canDemote = true } = {}): readonly number[] => {
    const preferred = getPreferred()
    const isDemoted = (index: number) => canDemote && Date.now() - (failedAt[index] ?? 0) < DEMOTED_MS
    const rank = (index: number) => (isDemoted(index) ? 100 : 0) + (index === preferred ? -1 : index)
    const order = routes.map((_, index) => index).toSorted((a, b) => rank(a) - rank(b))
    const able = order.filter((index) => routes[index]?.cannot?.includes(operation) !== true)
    return able.length > 0 ? able : order
  }

  const canRepeat = (error: ConversationError, from: number, to: number) =>
    NOT_TAKEN.has(error.code) || (routes[from]?.isIdempotent() === true && routes[to]?.isIdempotent() === true)

  const ask = async <Answer>(
    order: readonly number[],
    run: (gateway: Gateway, index: number) => Promise<Answer>,
    mayGoOn: (error: ConversationError, from: number, to: number) => boolean = () => true,
  ): Promise<Answer> => {
    const isSend = mayGoOn === canRepeat
    let wasUnsupported = false
    let failure: unknown = new ConversationError('disabled', 'unable to ask; no backend is enabled.')
    for (const [position, index] of order.entries()) {
      const route = routes[index]
      if (route === undefined) continue
      try {
        const answer = await run(route.gateway, index)
        failedAt[index] = -Infinity
        return answer
      } catch (error) {
        if (!(error instanceof ConversationError) || !PASSING.has(error.code)) throw error
        // The first failure says what is wrong; another only counts when something may have been taken there.
        if (position === 0 || wasUnsupported || (isSend && !NOT_TAKEN.has(error.code))) failure = error
        const next = order[position + 1]
        wasUnsupported = error.code === 'unsupported'
        if (!wasUnsupported) failedAt[index] = Date.now()
        if (next === undefined || !mayGoOn(error, index, next)) throw failure
      }
    }
    throw failure
  }

  const toRouted = <Item>(page: Page<Item>, route: number, behind: RoutedCursor['behind']): Page<Item> => {
    if (page.nextCursor === null) return { ...page, source: route }
    const cursor: RoutedCursor = { route, cursor: page.nextCursor, behind }
    return { ...page, source: route, nextCursor: JSON.stringify(cursor) }
  }
  /** Pages of changes hang together: they come from one backend, or the window is asked for anew. */
  const pinned = async <Item>(
    operation: Operation,
    { since, source, cursor }: ChangesRequest,
    run: (gateway: Gateway, request: ChangesRequest) => Promise<Page<Item>>,
  ): Promise<Page<Item>> => {
    const known = readCursor(cursor)
    const order = known === null ? getOrder(operation) : [known.route]
    return ask(order, async (gateway, index) => {
      const isSameClock = source === undefined || source === index
      const from = isSameClock ? since : new Date(Date.parse(since) - SKEW_MS).toISOString()
      return toRouted(await run(gateway, { since: from, cursor: known?.cursor ?? null }), index, null)
    })
  }

  return {
    toCursor: (message) => JSON.stringify({ route: -1, cursor: '', behind: message } satisfies RoutedCursor),
    listMessages: async (request, options) => {
      const known = readCursor(request.cursor)
      return ask(getOrder('listMessages'), async (gateway, index) => {
        const elsewhere = known?.behind ? gateway.toCursor(known.behind) : null
        const cursor = known?.route === index ? known.cursor : elsewhere
        const page = await gateway.listMessages({ ...request, cursor }, options)
        const oldest = page.items.at(-1)
        // None of its rows could be read: it goes on behind the same message as before.
        const behind = oldest ? { id: oldest.id, createdAt: oldest.createdAt } : (known?.behind ?? null)
        return toRouted(page, index, behind)
      })
    },
    listMessageChanges: (request, options) =>
      pinned('listMessages', request, (gateway, asked) =>
        gateway.listMessageChanges({ ...request, ...asked }, options),
      ),
    listConversationChanges: (request, options) =>
      pinned('listConversations', request, (gateway, asked) =>
        gateway.listConversationChanges({ ...request, ...asked }, options),
      ),
    listConversations: (request, options) =>
      ask(getOrder('listConversations'), async (gateway, source) => ({
        ...(await gateway.listConversations(request, options)),
        source,
      })),
    getConversation: (id, options) =>
      ask(getOrder('listConversations'), (gateway) => gateway.getConversation(id, options)),
    sendMessage: (message, options) =>
      ask(getOrder('sendMessage', { canDemote: false }), (gateway) => gateway.sendMessage(message, options), canRepeat),
    markRead: (id, options) => ask(getOrder('markRead'), (gateway) => gateway.markRead(id, options)),
    updateConversation: (id, changes, options) =>
      ask(getOrder('updateConversation'), (gateway) => gateway.updateConversation(id, changes, options)),
  }
}

/** Cursors of this file only; what a list made itself (a page cut in two) names a message. */
function readCursor(cursor: string | null): RoutedCursor | null {
  if (cursor === null) return null
  try {
    return JSON.parse(cursor) as RoutedCursor
  } catch {
    return { route: 0, cursor, behind: null }
  }
}
