import { expect } from 'vitest'
import type { FakeBackend, FakeBackendOptions } from '../../src/testing/fakeBackend.ts'
import { startFakeClient, watchIds } from './fakeClient.ts'
import { stopClock } from './stillClock.ts'

/** Longer than any connection takes to settle: a base server's joins are looked after once more. */
export const SETTLED_MS = 7_000

export interface OpenThreadOptions extends FakeBackendOptions {
  /** Puts into the server what it holds before anybody asks. */
  readonly fill?: (fake: FakeBackend) => void
}

/** A conversation open on a line that has settled, in a time that only the test lets pass. */
export async function openThread({ fill, ...options }: OpenThreadOptions = {}) {
  const wait = stopClock()
  const { fake, client } = startFakeClient(options)
  fill?.(fake)
  const { thread, ids } = watchIds(client)
  await wait(SETTLED_MS)
  expect(client.connection.get()).toMatchObject({ status: 'connected', isStale: false })
  return {
    wait,
    fake,
    client,
    thread,
    ids,
    status: () => client.connection.get().status,
    rows: () => thread.get().messages.map(({ text, status }) => [text, status]),
    count: (method: FakeBackend['calls'][number]['method']) =>
      fake.calls.filter((call) => call.method === method).length,
  }
}
