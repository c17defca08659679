import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { TestProject } from 'vitest/node'
import { createEngine } from '../../src/engine/index.ts'
import { setup as setUpEngine, TEST_SECRET } from './engineSetup.ts'
import { writeBlocks } from './readmeBlocks.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the README's own token route is served, as a CRM's server would. */
    readonly tokenRouteUrl: string
    /** Servers that speak the other wires, each a Supabase project as well, by the name of the backend. */
    readonly foreignServers: Readonly<Record<string, { readonly url: string; readonly anonKey: string }>>
  }
}

const FOREIGN_WIRES = { pyTake: 'pytake', whatsAppKanban: 'kanban' } as const

/** An engine for each wire, and the README's token route in front of the first, running in Node as it would in Next.js. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stopEngine = await setUpEngine(project)
  const { folder } = await writeBlocks('server')
  const worker = new Worker(new URL('tokenRouteServer.ts', import.meta.url), {
    workerData: { file: join(folder, 'app/api/chatengine-token/route.ts') },
    env: { ...process.env, CHATENGINE_JWT_SECRET: TEST_SECRET },
  })
  const [port] = (await once(worker, 'message')) as [number]
  project.provide('tokenRouteUrl', `http://127.0.0.1:${port}`)
  const servers = await Promise.all(
    Object.entries(FOREIGN_WIRES).map(async ([name, wire]) => {
      const numbers = [{ workspaceId: 'demo', phoneNumberId: 'demo-phone' }]
      const engine = await createEngine({ wire, numbers, devTokens: true, supabase: { changeDelayMs: 10 } })
      const { url } = await engine.listen()
      return { name, engine, url, anonKey: engine.supabase?.anonKey ?? '' }
    }),
  )
  project.provide(
    'foreignServers',
    Object.fromEntries(servers.map(({ name, url, anonKey }) => [name, { url, anonKey }])),
  )
  return async () => {
    for (const { engine } of servers) await engine.close()
    await worker.terminate()
    await stopEngine()
  }
}
