import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { TestProject } from 'vitest/node'
import { setup as setUpEngine, TEST_SECRET } from './engineSetup.ts'
import { writeBlocks } from './readmeBlocks.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the README's own token route is served, as a CRM's server would. */
    readonly tokenRouteUrl: string
  }
}

/** An engine, and the README's token route in front of it, running in Node as it would in Next.js. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stopEngine = await setUpEngine(project)
  const { folder } = await writeBlocks('server')
  const worker = new Worker(new URL('tokenRouteServer.ts', import.meta.url), {
    workerData: { file: join(folder, 'app/api/chatengine-token/route.ts') },
    env: { ...process.env, CHATENGINE_JWT_SECRET: TEST_SECRET },
  })
  const [port] = (await once(worker, 'message')) as [number]
  project.provide('tokenRouteUrl', `http://127.0.0.1:${port}`)
  return async () => {
    await worker.terminate()
    await stopEngine()
  }
}
