import { expect, onTestFinished, test } from 'vitest'
import { chatEngine } from '../../src/backends/chatEngine/index.ts'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import type { EngineOptions } from '../../src/engine/engineOptions.ts'
import { expectInOrder, watchShown } from '../helpers/chaos.ts'
import { createRandom } from '../helpers/random.ts'
import { startHarness, type Workspace } from './harness/startHarness.ts'

/* Two tabs, lost requests, lost answers and cut connections: in the end both show what the engine holds. */

const SEED = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000)

function openTab(url: string, { id, token }: Workspace, conversationId: string, lossyFetch: typeof fetch) {
  const backend = chatEngine({ url, workspaceId: id, getToken: () => token, fetch: lossyFetch })
  const client = createConversationClient({ backends: [backend] })
  onTestFinished(client.mount())
  const screen = watchShown(client, conversationId)
  onTestFinished(screen.close)
  return { client, screen }
}

test.each<readonly [string, EngineOptions, number]>([
  ['every extension', { quirks: { joinDelayMs: 200, echoBeforeAnswerMs: 50 } }, 0.08],
  ['none', { capabilities: [], quirks: { joinDelayMs: 200, echoClientId: false, echoBeforeAnswerMs: 50 } }, 0],
])(
  `an engine with %s and its tabs agree in the end, and send nothing twice (seed ${SEED})`,
  async (_, options, loss) => {
    const random = createRandom(SEED)
    const harness = await startHarness({ provider: { sentMs: 5, deliveredMs: 10, readMs: 20 }, ...options })
    onTestFinished(() => harness.close())
    const workspace = await harness.createWorkspace()
    const { id } = await workspace.seedOne()
    const lossyFetch: typeof fetch = async (...request) => {
      if (random() < loss / 2) throw new TypeError('lost')
      const response = await fetch(...request)
      if (random() < loss) throw new TypeError('answer lost')
      return response
    }
    const tabs = [0, 1].map(() => openTab(harness.url, workspace, id, lossyFetch))
    const areConnected = () =>
      tabs.every(({ client, screen }) => client.connection.get().status === 'connected' && !screen.get().isPending)
    await expect.poll(areConnected).toBe(true)

    const settled: Promise<unknown>[] = []
    for (let turn = 0; turn < 16; turn += 1) {
      const kind = random()
      const tab = tabs[turn % 2]
      if (kind < 0.5 && tab) settled.push(tab.client.sendMessage({ conversationId: id, text: `out ${turn}` }).settled)
      else if (kind < 0.92) await receive(`in ${turn}`)
      else harness.engine.disconnectSockets()
      // The pace of what happens, not a wait for it.
      await new Promise((resolve) => setTimeout(resolve, random() * 40))
    }
    async function receive(text: string) {
      await harness.engine.database.query(
        `insert into messages (conversation_id, workspace_id, is_outgoing, body, is_private, sender_type, status)
       values ($1, $2, false, $3, false, 'contact', 'delivered')`,
        [id, workspace.id, text],
      )
    }
    await Promise.allSettled(settled)

    const readRows = () =>
      harness.engine.database.query<{ id: string; body: string; status: string }>(
        `select id, body, status from messages where conversation_id = $1 order by created_at, id`,
        [id],
      )
    const unfinished = (rows: readonly { status: string }[]) =>
      rows.some(({ status }) => status === 'sent' || status === 'pending')
    await expect.poll(async () => unfinished(await readRows())).toBe(false)
    await expect.poll(areConnected).toBe(true)
    const rows = await readRows()
    const wanted = rows.map((row) => `${row.id} ${row.body} ${row.status}`)
    for (const { screen } of tabs) {
      const read = () =>
        screen
          .get()
          .messages.flatMap((message) =>
            message.error?.origin === 'client' ? [] : [`${message.id} ${message.text} ${message.status}`],
          )
      await expect.poll(read).toEqual(wanted)
      screen.takeShown().forEach(expectInOrder)
    }
    expect(new Set(rows.map(({ body }) => body)).size).toBe(rows.length)
  },
  60_000,
)
