import { createServer, type Server } from 'node:http'
import type { Plugin, ViteDevServer } from 'vite'
import { createEngine } from './createEngine.ts'
import { DEMO_PHONE_NUMBER_ID, DEMO_WORKSPACE, seedDemo } from './demoSeed.ts'
import type { Engine } from './engine.ts'
import { type EngineOptions, resolveOptions } from './engineOptions.ts'
import { createEnginePaths, type EnginePaths } from './enginePaths.ts'

export interface ChatEnginePluginOptions extends EngineOptions {
  /** Whose conversations the demo's are. Default `demo`. */
  readonly workspaceId?: string | undefined
}

/**
 * Runs ChatEngine inside Vite's development server, on its own port: pages reach it without a second process, a proxy or
 * CORS. Tokens are handed out to whoever asks, the database is filled with the demo, and a scripted customer answers.
 *
 * The engine starts once the server listens, or with the first request for it; its requests wait, nothing else does. Several
 * can be beside each other, each under a `prefix` of its own; one under a prefix starts only when it is asked for something.
 *
 * @example
 * export default defineConfig({ plugins: [react(), chatEnginePlugin()] })
 * @example
 * plugins: [chatEnginePlugin(), chatEnginePlugin({ wire: 'pytake', prefix: '/pytake' })]
 */
export function chatEnginePlugin(options: ChatEnginePluginOptions = {}): Plugin {
  let starting: Promise<Engine> | undefined
  return {
    name: `chatengine${options.prefix ?? ''}`,
    apply: 'serve',
    configureServer: (vite) => {
      // Tests start engines of their own where they need one.
      if (process.env['VITEST'] !== undefined) return
      // Socket.IO takes over the `request` listeners of the server it is attached to, which breaks Storybook's long
      // requests; on a server that never listens it has nothing to take.
      const inner = createServer()
      const getEngine = () => {
        if (starting === undefined) {
          starting = start(options, inner)
          starting.catch((error: unknown) => vite.config.logger.error(`chatengine: unable to start; ${String(error)}`))
        }
        return starting
      }
      const settings = resolveOptions(options)
      mount(vite, inner, { getEngine, paths: createEnginePaths(settings), isEager: settings.prefix === '' })
    },
    buildEnd: async () => {
      const engine = await starting?.catch(() => null)
      await engine?.close()
    },
  }
}

async function start({ workspaceId = DEMO_WORKSPACE, ...options }: ChatEnginePluginOptions, inner: Server) {
  const engine = await createEngine({
    devTokens: true,
    customer: {},
    numbers: [{ workspaceId, phoneNumberId: DEMO_PHONE_NUMBER_ID }],
    ...options,
  })
  await seedDemo(engine, { workspaceId })
  engine.attach(inner)
  return engine
}

interface MountOptions {
  readonly getEngine: () => Promise<Engine>
  readonly paths: EnginePaths
  /** Starts the engine before anybody asks. */
  readonly isEager: boolean
}

function mount(vite: ViteDevServer, inner: Server, { getEngine, paths, isEager }: MountOptions): void {
  vite.middlewares.use((request, response, next) => {
    if (!paths.isRequest(request.url)) return next()
    getEngine().then(() => inner.emit('request', request, response), next)
  })
  const { hmr } = vite.config.server
  // Storybook runs Vite as a middleware and lends its server for hot reload.
  const server = vite.httpServer ?? (typeof hmr === 'object' ? hmr.server : undefined)
  // Postgres takes seconds to start, and all of the processor: Vite's own start comes first.
  if (isEager) server?.once('listening', () => void getEngine().catch(() => {}))
  server?.on('upgrade', (request, socket, head) => {
    if (!paths.isUpgrade(request.url)) return
    getEngine().then(
      () => inner.emit('upgrade', request, socket, head),
      () => socket.destroy(),
    )
  })
}
