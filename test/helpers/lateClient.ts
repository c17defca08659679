import { QueryClient } from '@tanstack/query-core'
import type { Backend } from '../../src/backends/backend.ts'
import { conversationKeys } from '../../src/cache/keys.ts'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import type { Message } from '../../src/domain/message.ts'
import { createDeferred } from '../../src/lib/deferred.ts'
import { createLate } from '../../src/lib/late.ts'
import { createFakeBackend } from '../../src/testing/fakeBackend.ts'
import { SETTLED_MS } from './openThread.ts'
import { stopClock } from './stillClock.ts'

/** A client whose backend's code comes when the test says so, and fails as often as it says. */
export function createLateClient({
  queryClient = new QueryClient(),
  ...changes
}: Partial<Backend> & { queryClient?: QueryClient } = {}) {
  const fake = createFakeBackend()
  const arrival = createDeferred<object>()
  let loads = 0
  let failures = 0
  const code = createLate(async () => {
    loads += 1
    if (failures === 0) return arrival.promise
    failures -= 1
    throw new TypeError('Failed to fetch dynamically imported module')
  })
  const client = createConversationClient({
    backends: [{ ...fake.backend, code, ...changes }],
    polling: false,
    queryClient,
  })
  const wait = stopClock()
  return {
    ...{ fake, client, wait, queryClient, code },
    loads: () => loads,
    fail: (times: number) => (failures = times),
    arrive: async (settleMs = SETTLED_MS) => {
      arrival.resolve({})
      await wait(settleMs)
    },
    names: () => fake.transport.sent.map(({ name }) => name),
  }
}

/** What a persisted cache brings along. */
export function hold(queryClient: QueryClient, scope: string, ...messages: readonly Message[]): void {
  const page = { messages, nextCursor: null, aside: [] }
  queryClient.setQueryData(conversationKeys.thread(scope, 'conversation-1'), { pages: [page], pageParams: [null] })
}
