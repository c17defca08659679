import type { RealtimeChannel, SupabaseClient } from '@supabase/supabase-js'
import { waitUntil } from '../../harness/waitUntil.ts'

export interface ChangeEvent {
  readonly eventType: 'INSERT' | 'UPDATE' | 'DELETE'
  readonly schema: string
  readonly table: string
  readonly commit_timestamp: string
  readonly errors: readonly string[] | null
  readonly new: Readonly<Record<string, unknown>>
  readonly old: Readonly<Record<string, unknown>>
}

export interface ChangeWish {
  readonly event?: '*' | 'INSERT' | 'UPDATE' | 'DELETE'
  readonly schema?: string
  readonly table?: string
  readonly filter?: string
}

/** A channel of the unmodified client that remembers all it is told. */
export interface WatchedChannel {
  readonly channel: RealtimeChannel
  readonly statuses: readonly string[]
  readonly errors: readonly string[]
  readonly system: readonly { readonly status: string; readonly message: string; readonly extension: string }[]
  readonly changes: readonly ChangeEvent[]
  /** The server listens: the one true sign of it. */
  readonly ready: () => Promise<void>
  readonly until: (read: () => unknown) => Promise<unknown>
}

/** Subscribes with the token set first, as one must. */
export async function watchChannel(
  client: SupabaseClient,
  name: string,
  wishes: readonly ChangeWish[],
): Promise<WatchedChannel> {
  await client.realtime.setAuth()
  return watchChannelUnprepared(client, name, wishes)
}

/** The same without waiting for the token. */
export function watchChannelUnprepared(
  client: SupabaseClient,
  name: string,
  wishes: readonly ChangeWish[],
): WatchedChannel {
  const statuses: string[] = []
  const errors: string[] = []
  const system: { status: string; message: string; extension: string }[] = []
  const changes: ChangeEvent[] = []
  const channel = client.channel(name)
  for (const wish of wishes) {
    const filter = { event: '*', schema: 'public', ...wish }
    channel.on('postgres_changes' as never, filter as never, (change: ChangeEvent) => void changes.push(change))
  }
  channel.on('system' as never, {} as never, (message: (typeof system)[number]) => void system.push(message))
  channel.subscribe((status, error) => {
    statuses.push(status)
    if (error !== undefined) errors.push(error.message)
  })
  return {
    ...{ channel, statuses, errors, system, changes },
    ready: async () => void (await waitUntil(() => system.some(({ status }) => status === 'ok'))),
    until: (read) => waitUntil(read),
  }
}
