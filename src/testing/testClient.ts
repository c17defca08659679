import { QueryClient } from '@tanstack/query-core'
import { conversationKeys } from '../cache/keys.ts'
import type { ConversationClient } from '../client/conversationClient.ts'
import { createConversationClient } from '../client/createConversationClient.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { Message } from '../domain/message.ts'
import { createFakeBackend, type FakeBackend } from './fakeBackend.ts'
import type { Scenario } from './scenarios/scenario.ts'

export interface TestClientOptions {
  /** One of `scenarios`, or your own. Default: a healthy server. */
  readonly scenario?: Scenario | undefined
  /** What the server holds before anybody asks. */
  readonly conversations?: readonly Conversation[] | undefined
  readonly messages?: readonly Message[] | undefined
  /** One made elsewhere with `createFakeBackend`. */
  readonly fake?: FakeBackend | undefined
}

/** A client over a backend in memory. */
export interface TestClient {
  readonly client: ConversationClient
  readonly fake: FakeBackend
  /** The second way to the same data, in a scenario that has one. */
  readonly supabase: FakeBackend | null
  /**
   * Waits until everything is loaded, two seconds at most, then does what the scenario does: once, until it is undone by
   * what this returns. What is on screen again afterwards has it done again.
   */
  readonly act: () => () => void
}

/**
 * Makes a client over a backend in memory. A request that fails has failed: it is not asked again, so that a test sees at
 * once what an agent sees after the last attempt.
 *
 * @example
 * const { client, fake, act } = createTestClient({ conversations: [buildConversation({ id: 'a' })] })
 * const unmount = client.mount()
 */
export function createTestClient(options: TestClientOptions = {}): TestClient {
  const { scenario, conversations = [], messages = [], fake = createFakeBackend() } = options
  for (const conversation of conversations) fake.conversations.set(conversation.id, conversation)
  for (const message of messages) fake.messages.set(message.id, message)
  scenario?.arrange?.(fake)
  const supabase = scenario?.hasSupabase === true ? createFakeBackend({ kind: 'supabase', over: fake }) : null
  const backends = [fake, ...(supabase ? [supabase] : [])].map(({ backend }) => backend)
  const queryClient = createQueryClient()
  const client = createConversationClient({ backends, queryClient, polling: scenario?.polling ?? false })
  let isActing = false
  return {
    client,
    fake,
    supabase,
    act: () => {
      if (scenario?.act === undefined || isActing) return () => {}
      isActing = true
      let undo: (() => void) | void
      const stop = whenQuiet(client, () => {
        undo = scenario.act?.(fake)
      })
      return () => {
        isActing = false
        stop()
        undo?.()
        undo = undefined
      }
    },
  }
}

/** Without a second try, and without a timer that would outlive the test. */
function createQueryClient(): QueryClient {
  const queryClient = new QueryClient({ defaultOptions: { queries: { gcTime: Infinity } } })
  const toDefaulted = queryClient.defaultQueryOptions.bind(queryClient)
  // The client's own queries say how often they are tried: a default would not reach them.
  queryClient.defaultQueryOptions = ((options: Parameters<typeof toDefaulted>[0]) => ({
    ...toDefaulted(options),
    retry: false,
  })) as typeof toDefaulted
  return queryClient
}

/** What is shown next asks for more: it is quiet when nothing was asked for so long. */
const QUIET_MS = 150
/** What has not been loaded by then may never be: a scenario that waits for it would be a healthy server. */
const MOST_MS = 2_000

/** Calls back once when the line is up and nothing of the client's own is being fetched any more. Returns its undo. */
function whenQuiet({ connection, queryClient, scope }: ConversationClient, then: () => void): () => void {
  const own = { queryKey: conversationKeys.all(scope) }
  let timer: ReturnType<typeof setTimeout> | undefined
  const go = () => {
    stop()
    then()
  }
  const look = () => {
    clearTimeout(timer)
    const isQuiet = connection.get().status === 'connected' && queryClient.isFetching(own) === 0
    if (isQuiet) timer = setTimeout(go, QUIET_MS)
  }
  const deadline = setTimeout(go, MOST_MS)
  const undos = [connection.subscribe(look), queryClient.getQueryCache().subscribe(look)]
  const stop = () => {
    clearTimeout(timer)
    clearTimeout(deadline)
    for (const undo of undos) undo()
  }
  look()
  return stop
}
