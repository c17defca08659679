import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { createEngine, type Engine } from '../../src/engine/index.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** One engine for all tests of a project; every test has a workspace of its own. */
    readonly engine: { readonly url: string; readonly controlUrl: string }
  }
}

/** What a test, in a browser too, may ask of the engine's own hands. */
type Control = (engine: Engine, body: { readonly workspaceId: string; readonly parameter: never }) => unknown

const CONTROLS: Readonly<Record<string, Control>> = {
  seed: (engine, { workspaceId, parameter }) => engine.seed(workspaceId, parameter),
  connections: (engine, { workspaceId }) => engine.stats().connectionsByTenant[workspaceId] ?? 0,
  disconnect: (engine) => engine.disconnectSockets(),
}

/** Known to the README's own token route, which a test runs. */
export const TEST_SECRET = 'a secret of this test run, and of nothing else'

/** Starts an engine beside the tests, and a door to its controls. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const engine = await createEngine({
    devTokens: true,
    jwtSecret: TEST_SECRET,
    provider: { sentMs: 20, deliveredMs: 40, readMs: 60 },
  })
  const { url } = await engine.listen()
  const control = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*')
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Parameters<Control>[1]
      const run = CONTROLS[request.url?.slice(1) ?? '']
      Promise.resolve(run?.(engine, body)).then(
        (result) => response.end(JSON.stringify(result ?? null)),
        (error: unknown) => response.writeHead(500).end(String(error)),
      )
    })
  })
  await new Promise<void>((resolve) => control.listen(0, '127.0.0.1', resolve))
  const { port } = control.address() as AddressInfo
  project.provide('engine', { url, controlUrl: `http://127.0.0.1:${port}` })
  return async () => {
    control.close()
    await engine.close()
  }
}

export default setup
