import type { BackendDriver, BackendServer } from './backendDriver.ts'
import { createTools, type Test } from './conformanceTools.ts'
import { ABILITY_TESTS } from './suite/abilities.ts'
import { HISTORY_TESTS } from './suite/history.ts'
import { INBOX_TESTS } from './suite/inbox.ts'
import { LIVE_TESTS } from './suite/live.ts'
import { RECOVERY_TESTS } from './suite/recovery.ts'
import type { TestKit } from './testKit.ts'

const TIMEOUT_MS = 30_000

/**
 * One suite for every backend: the same assertions, whatever the wire, over the server's real doors. What a backend cannot
 * do is declared by the driver (`cannot`), and checked to be refused at once with `unsupported`.
 *
 * @param kit The words of the test runner: `{ describe, it, beforeAll, afterAll, expect }` of Vitest, Jest or Bun.
 * @example
 * import { afterAll, beforeAll, describe, expect, it } from 'vitest'
 * import { describeBackend } from 'react-crm-conversations/testing'
 *
 * describeBackend({ name: 'acme', cannot: ['markRead'], start: startAcmeServer }, { describe, it, beforeAll, afterAll, expect })
 */
export function describeBackend(driver: BackendDriver, kit: TestKit): void {
  const { describe, it, beforeAll, afterAll } = kit
  const { cannot = [] } = driver
  const hasHistory = !cannot.includes('listMessages')
  describe(`${driver.name} as a backend`, () => {
    let server: BackendServer | null = null
    beforeAll(async () => {
      server = await driver.start()
    }, TIMEOUT_MS)
    afterAll(async () => server?.stop(), TIMEOUT_MS)

    const run = (tests: Readonly<Record<string, Test>>) => {
      for (const [name, test] of Object.entries(tests)) {
        const isMeant =
          (test.needs === undefined || !cannot.includes(test.needs)) &&
          (test.lacks === undefined || cannot.includes(test.lacks))
        if (!isMeant) continue
        const body = async () => {
          if (server === null) throw new Error('the server has not been started')
          const tools = await createTools(driver, server, kit)
          try {
            await test(tools)
          } finally {
            tools.finish()
          }
        }
        it(name, body, TIMEOUT_MS)
      }
    }
    run(ABILITY_TESTS)
    if (!cannot.includes('listConversations')) run(INBOX_TESTS)
    run(LIVE_TESTS)
    if (hasHistory) run(HISTORY_TESTS)
    if (hasHistory) run(RECOVERY_TESTS)
  })
}
