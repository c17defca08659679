import type { Message } from '../domain/message.ts'
import type { MessageData } from './messageData.ts'

/** Finds a message of a conversation by any of its names. */
export interface ThreadIndex {
  readonly byId: ReadonlyMap<string, Message>
  /** By id or by the channel's own id. */
  readonly find: (reference: string) => Message | undefined
  /** `previous`: what was there with its id. */
  readonly put: (message: Message, previous: Message | null) => void
  readonly remove: (message: Message) => void
  /** So many pages were asked for behind the first one: somebody may be reading them. */
  asked: number
}

/**
 * Indexes live beside the data they index and move on with it: a write costs its own size instead of the history's. Data
 * that came from elsewhere (a fetch, a persister) gets a new one.
 */
const indexes = new WeakMap<MessageData, ThreadIndex>()

export function getThreadIndex(data: MessageData): ThreadIndex {
  const known = indexes.get(data)
  if (known) return known
  const index = createThreadIndex(data)
  indexes.set(data, index)
  return index
}

/** After a write the index describes the new data; the old one would need an index of its own again. */
export function moveThreadIndex(from: MessageData, to: MessageData): void {
  const index = indexes.get(from)
  if (index === undefined) return
  indexes.delete(from)
  indexes.set(to, index)
}

function createThreadIndex(data: MessageData): ThreadIndex {
  const byId = new Map<string, Message>()
  /** Client ids and the channel's ids, to ids. */
  const aliases = new Map<string, string>()
  /** Whose aliases are not in there yet: where everybody is asked for by id they never are. */
  let unnamed: Message[] = []
  const put = (message: Message, previous: Message | null) => {
    byId.set(message.id, message)
    const { externalId, clientId } = message
    if ((externalId ?? clientId) === null) return
    if (previous === null || previous.externalId !== externalId || previous.clientId !== clientId) unnamed.push(message)
  }
  const nameAll = () => {
    for (const { id, externalId, clientId } of unnamed) {
      if (externalId !== null) aliases.set(externalId, id)
      if (clientId !== null) aliases.set(clientId, id)
    }
    unnamed = []
  }
  const forget = (alias: string | null, message: Message) => {
    if (alias !== null && aliases.get(alias) === message.id) aliases.delete(alias)
  }
  const find = (reference: string) => {
    const known = byId.get(reference)
    if (known !== undefined) return known
    nameAll()
    return byId.get(aliases.get(reference) ?? '')
  }
  for (const page of data.pages) for (const message of page.messages) put(message, null)

  return {
    asked: 0,
    byId,
    find,
    put,
    remove: (message) => {
      nameAll()
      byId.delete(message.id)
      forget(message.externalId, message)
      forget(message.clientId, message)
    },
  }
}
