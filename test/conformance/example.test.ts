import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { describeBackend } from '../../src/testing/describeBackend.ts'
import { exampleBackend } from './exampleBackend.ts'
import { startExampleServer } from './exampleServer.ts'
import { exampleSocketBackend } from './exampleSocketBackend.ts'
import { kit } from './kit.ts'

describeBackend(
  {
    name: 'The example',
    hasPresence: false,
    cannot: ['updateConversation'],
    start: () => startExampleServer(exampleBackend),
  },
  kit,
)

describeBackend(
  {
    name: 'The example without an HTTP API',
    hasPresence: false,
    cannot: ['listMessages', 'listConversations', 'sendMessage', 'markRead', 'updateConversation', 'notifyTyping'],
    start: () => startExampleServer(exampleSocketBackend),
  },
  kit,
)

describe('the example', () => {
  it('is a backend in no more than 80 lines', () => {
    const code = readFileSync(new URL('exampleBackend.ts', import.meta.url), 'utf8')
    expect(code.trimEnd().split('\n').length).toBeLessThanOrEqual(80)
  })
})
