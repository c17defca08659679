/** What the engine does with many: one message to every member of a conversation, and what an idle connection costs. */
import { execFileSync } from 'node:child_process'
import { io, type Socket } from 'socket.io-client'
import { startEngineProcess, type EngineProcess } from '../helpers/engineProcess.ts'
import { type Demo, DEMO_WORKSPACE, enterDemo } from './demo.ts'
import { toPercentiles, type Percentiles } from './percentiles.ts'

export interface FanOut {
  readonly members: number
  readonly messages: number
  /** ms from the customer's word to each member's hearing of it, webhook and database included. */
  readonly latency: Percentiles
  /** ms from the first member that hears of a message to each of them. */
  readonly spread: Percentiles
  /** Resident memory of the engine for each connection, kB; `null` where the system does not say, or they are too few. */
  readonly kilobytesPerConnection: number | null
}

export interface FanOutOptions {
  readonly sizes: readonly number[]
  readonly messages: number
}

/** So many connect at a time. */
const CHUNK = 50
/** The memory of fewer is lost in what else comes and goes. */
const MANY = 500

/** The engine is a process of its own, all members are in this one: to hear a thousand times takes its time, too. */
export async function measureFanOut({ sizes, messages }: FanOutOptions): Promise<readonly FanOut[]> {
  const results: FanOut[] = []
  for (const members of sizes) {
    const engine = await startEngineProcess(['--port', '0', '--no-customer'])
    try {
      results.push(await measure(engine, members, messages))
    } finally {
      await engine.kill()
    }
  }
  return results
}

async function measure({ url, pid }: EngineProcess, members: number, messages: number): Promise<FanOut> {
  const demo = await enterDemo(url)
  const sockets: Socket[] = []
  const joinUpTo = async (count: number) => {
    while (sockets.length < count) {
      const chunk = Array.from({ length: Math.min(CHUNK, count - sockets.length) }, () => join(url, demo))
      sockets.push(...(await Promise.all(chunk)))
    }
  }
  // The second half is counted: the first makes ready what is no connection's, and has what the start left cleared away.
  await joinUpTo(Math.ceil(members / 2))
  const before = members < MANY ? null : await readSettledMemory(pid)
  await joinUpTo(members)
  const after = members < MANY ? null : await readSettledMemory(pid)
  const latency: number[] = []
  const spread: number[] = []
  for (let number = 0; number < messages; number += 1) {
    const text = `fan-out ${number}`
    const heard = Promise.all(sockets.map((socket) => hear(socket, text)))
    const sentAt = performance.now()
    await demo.write(text)
    const times = await heard
    const first = Math.min(...times)
    latency.push(...times.map((at) => at - sentAt))
    spread.push(...times.map((at) => at - first))
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  for (const socket of sockets) socket.disconnect()
  const grown = before === null || after === null ? null : Math.round((after - before) / Math.floor(members / 2))
  return {
    members,
    messages,
    latency: toPercentiles(latency),
    spread: toPercentiles(spread),
    kilobytesPerConnection: grown,
  }
}

async function join(url: string, { token, conversationId }: Demo): Promise<Socket> {
  const auth = { token, workspaceId: DEMO_WORKSPACE }
  const socket = io(url, { path: '/api/ws', auth, transports: ['websocket'], forceNew: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  await socket.emitWithAck('subscribe:conversation', conversationId)
  return socket
}

function hear(socket: Socket, text: string): Promise<number> {
  return new Promise((resolve) => {
    const listener = ({ content }: { readonly content: string }) => {
      if (content !== text) return
      socket.off('message', listener)
      resolve(performance.now())
    }
    socket.on('message', listener)
  })
}

/** kB, once it has not changed by a hundredth for a second; `null` where it cannot be read, or does not settle. */
async function readSettledMemory(pid: number): Promise<number | null> {
  let last = readMemory(pid)
  for (let reading = 0; reading < 20 && last !== null; reading += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    const next = readMemory(pid)
    if (next === null || Math.abs(next - last) < last / 100) return next
    last = next
  }
  return null
}

/** kB. There is no `ps` on Windows. */
function readMemory(pid: number): number | null {
  try {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim())
  } catch {
    return null
  }
}
