import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Capability } from '../../../src/domain/capability.ts'
import { createApi, type Api } from './createApi.ts'

const CLI = fileURLToPath(new URL('../../../src/engine/cli.ts', import.meta.url))

export interface ReadyLine {
  readonly ready: true
  readonly url: string
  readonly port: number
  readonly wire: string
  readonly capabilities: readonly Capability[]
  readonly tokenEndpoint: string | null
  readonly webhook: string
  readonly health: string
  readonly supabaseUrl?: string
  readonly supabaseAnonKey?: string
}

/** The engine as a process of its own. */
export interface Cli {
  readonly child: ChildProcess
  /** The first line on stdout; rejected when the process ends without one. */
  readonly ready: () => Promise<ReadyLine>
  /** Resolves when the process has ended. */
  readonly ended: () => Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }>
  /** Asks as the demo's agent. */
  readonly signIn: () => Promise<Api>
}

export function startCli(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Cli {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { ...process.env, CHATENGINE_JWT_SECRET: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const ended = new Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }>(
    (resolve) => {
      child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
    },
  )
  const ready = new Promise<ReadyLine>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
      const [line = ''] = stdout.split('\n')
      if (line.startsWith('{') && stdout.includes('\n')) resolve(JSON.parse(line) as ReadyLine)
    })
    void ended.then((end) => reject(new Error(`the engine ended with ${end.code}: ${end.stderr}`)))
  })
  ready.catch(() => {})
  return {
    child,
    ready: () => ready,
    ended: () => ended,
    signIn: async () => {
      const { url } = await ready
      const input = { body: { workspace_id: 'demo', user_id: 'ana' } }
      const { body } = await createApi(url, null)('POST', '/functions/v1/chatengine-token', input)
      return createApi(`${url}/api/chat`, body.token)
    },
  }
}
