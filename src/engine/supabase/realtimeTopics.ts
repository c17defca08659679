import { randomUUID } from 'node:crypto'
import type { Broadcast } from './frame.ts'

/** A presence as the client tracks it, with a reference for every version of it. */
export type PresenceMeta = Readonly<Record<string, unknown>> & { readonly phx_ref: string }
type PresenceList = Readonly<Record<string, { readonly metas: readonly PresenceMeta[] }>>

/** A channel as the others on its topic see it. */
export interface TopicMember {
  readonly topic: string
  /** Under which its presence is listed. */
  readonly presenceKey: string
  /** Whether it wants to hear of presences. */
  readonly hasPresence: boolean
  readonly tellBroadcast: (broadcast: Broadcast) => void
  readonly tellPresence: (event: 'presence_state' | 'presence_diff', payload: object) => void
}

/** Who is on which topic: what broadcasts and presences go by. */
export interface RealtimeTopics {
  /** Tells the newcomer who is there. Returns its undo. */
  readonly enter: (member: TopicMember) => () => void
  /** To everybody on the topic but the sender; `null` is nobody on it. */
  readonly broadcast: (topic: string, broadcast: Broadcast, sender: TopicMember | null) => void
  readonly track: (member: TopicMember, meta: Readonly<Record<string, unknown>>) => void
  readonly untrack: (member: TopicMember) => void
}

/** A private topic and a public one of the same name are two. */
export function toTopicKey(topic: string, isPrivate: boolean): string {
  return isPrivate ? `private ${topic}` : topic
}

export function createRealtimeTopics(): RealtimeTopics {
  const topics = new Map<string, Map<TopicMember, PresenceMeta | null>>()
  const membersOf = (topic: string) => topics.get(topic) ?? new Map<TopicMember, PresenceMeta | null>()

  const tellDiff = (topic: string, joins: PresenceList, leaves: PresenceList) => {
    for (const member of membersOf(topic).keys()) {
      if (member.hasPresence) member.tellPresence('presence_diff', { joins, leaves })
    }
  }
  const toList = ({ presenceKey }: TopicMember, meta: PresenceMeta | null): PresenceList =>
    meta === null ? {} : { [presenceKey]: { metas: [meta] } }

  const setMeta = (member: TopicMember, meta: PresenceMeta | null) => {
    const members = membersOf(member.topic)
    const previous = members.get(member) ?? null
    if (!members.has(member) || (previous === null && meta === null)) return
    members.set(member, meta)
    const next = meta !== null && previous !== null ? { ...meta, phx_ref_prev: previous.phx_ref } : meta
    tellDiff(member.topic, toList(member, next), toList(member, previous))
  }

  return {
    enter: (member) => {
      const members = membersOf(member.topic)
      topics.set(member.topic, members.set(member, null))
      if (member.hasPresence) {
        const state: Record<string, { metas: PresenceMeta[] }> = {}
        for (const [{ presenceKey }, meta] of members) {
          if (meta !== null) state[presenceKey] = { metas: [...(state[presenceKey]?.metas ?? []), meta] }
        }
        member.tellPresence('presence_state', state)
      }
      return () => {
        setMeta(member, null)
        members.delete(member)
        if (members.size === 0) topics.delete(member.topic)
      }
    },
    broadcast: (topic, broadcast, sender) => {
      for (const member of membersOf(topic).keys()) if (member !== sender) member.tellBroadcast(broadcast)
    },
    track: (member, meta) => setMeta(member, { ...meta, phx_ref: randomUUID() }),
    untrack: (member) => setMeta(member, null),
  }
}
