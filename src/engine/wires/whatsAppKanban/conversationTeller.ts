import type { WireServer } from '../../socket/socketTypes.ts'
import type { StoredConversation } from '../../store/storedConversation.ts'
import type { KanbanConversation, KanbanEvents } from './payloads.ts'
import { tenantRoom } from './rooms.ts'
import { toKanbanConversation } from './toKanbanConversation.ts'
import { toKanbanPatch } from './toKanbanPatch.ts'

/** So many conversations are remembered; of the ones beyond everything is told again. */
const MEMORY = 10_000

/** Tells a tenant of its conversations: a new one whole, of all others what has changed since they were last told. */
export function createConversationTeller(
  io: WireServer<KanbanEvents>,
): (conversation: StoredConversation, isNew: boolean) => void {
  /** As they were told last, the longest untouched first. */
  const told = new Map<string, KanbanConversation>()

  const remember = (conversation: KanbanConversation) => {
    told.delete(conversation.id)
    told.set(conversation.id, conversation)
    const [oldest] = told.keys()
    if (told.size > MEMORY && oldest !== undefined) told.delete(oldest)
  }

  return (stored, isNew) => {
    const conversation = toKanbanConversation(stored)
    const tenant = io.to(tenantRoom(stored.workspace_id))
    if (isNew) tenant.emit('conversation:new', { conversation })
    const patch = isNew ? null : toKanbanPatch(conversation, told.get(conversation.id) ?? null)
    if (patch !== null) tenant.emit('conversation:updated', patch)
    remember(conversation)
  }
}
