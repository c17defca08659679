import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const cli = fileURLToPath(new URL('../../src/engine/cli.ts', import.meta.url))

/** `npm run engine` as a process of its own, to be killed the hard way. */
export interface EngineProcess {
  readonly url: string
  readonly port: number
  readonly pid: number
  readonly kill: () => Promise<void>
}

export async function startEngineProcess(args: readonly string[]): Promise<EngineProcess> {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const line = await firstLine(child)
  const ready = JSON.parse(line) as { readonly url: string; readonly port: number }
  return {
    ...ready,
    pid: child.pid ?? 0,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the engine has no output')
  const lines = createInterface({ input: child.stdout })
  const died = once(child, 'exit').then(() => {
    throw new Error('the engine ended before it was ready')
  })
  const [line] = (await Promise.race([once(lines, 'line'), died])) as [string]
  return line
}
