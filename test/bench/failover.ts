/** How long after a fault messages flow again over the fallback, on a client in Node over the real engine. */
import { chatEngine } from '../../src/backends/chatEngine/index.ts'
import { supabaseBackend } from '../../src/backends/supabase/index.ts'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { createEngine, type Engine } from '../../src/engine/index.ts'
import { startFaultProxy, type FaultProxy } from '../helpers/faultProxy.ts'
import { toPercentiles, type Percentiles } from './percentiles.ts'

export type Fault = 'cut' | 'refused' | 'halfOpen'

/** ms from the fault to the first message on screen that was written after it. */
export type Failover = Readonly<Record<Fault, Percentiles>>

const FAULTS: readonly Fault[] = ['cut', 'refused', 'halfOpen']
const WRITE_MS = 20

export async function measureFailover(rounds: number): Promise<Failover> {
  const engine = await createEngine({ provider: false, supabase: true })
  const { url } = await engine.listen()
  const line = await startFaultProxy(url)
  try {
    const taken: Record<Fault, number[]> = { cut: [], refused: [], halfOpen: [] }
    for (let round = 0; round < rounds; round += 1) {
      for (const fault of FAULTS) taken[fault].push(await measureOne({ engine, url, line }, fault, `${fault}-${round}`))
    }
    return {
      cut: toPercentiles(taken.cut),
      refused: toPercentiles(taken.refused),
      halfOpen: toPercentiles(taken.halfOpen),
    }
  } finally {
    await line.close()
    await engine.close()
  }
}

interface Place {
  readonly engine: Engine
  readonly url: string
  readonly line: FaultProxy
}

async function measureOne({ engine, url, line }: Place, fault: Fault, workspaceId: string): Promise<number> {
  line.setMode('up')
  const [seeded] = await engine.seed(workspaceId, [{ messages: [{ text: 'first' }] }])
  const id = seeded?.id ?? ''
  const getToken = () => engine.signToken({ workspaceId, userId: 'agent-1' })
  const anonKey = engine.supabase?.anonKey ?? ''
  const client = createConversationClient({
    backends: [
      chatEngine({ url: line.url, workspaceId, getToken }),
      supabaseBackend({ url, anonKey, workspaceId, getToken, tables: { preset: 'migrated' } }),
    ],
  })
  const unmount = client.mount()
  const thread = client.watchMessages(id)
  try {
    await until(() => client.connection.get().transport === 'socket' && thread.get().messages.length === 1)
    // A quiet moment, so that nothing of the start is still under way.
    await new Promise((resolve) => setTimeout(resolve, 300))
    const faultAt = performance.now()
    if (fault === 'cut') line.cut()
    else line.setMode(fault)
    const writing = setInterval(() => {
      void engine.database.query(
        `insert into messages (conversation_id, workspace_id, is_outgoing, body) values ($1, $2, false, 'after')`,
        [id, workspaceId],
      )
    }, WRITE_MS)
    try {
      await until(() => thread.get().messages.some(({ text }) => text === 'after'))
    } finally {
      clearInterval(writing)
    }
    return performance.now() - faultAt
  } finally {
    thread.close()
    unmount()
  }
}

async function until(isTrue: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + 30_000
  while (!isTrue()) {
    if (performance.now() > giveUpAt) throw new Error('it did not come to pass within 30 s')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
