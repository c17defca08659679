import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/**
 * - `up`: everything passes.
 * - `refused`: every connection is ended at once.
 * - `reset`: the same, by a reset.
 * - `halfOpen`: connections stand and nothing passes any more, in either direction; new ones are accepted and hang.
 * - `slow`: 2 kB/s in each direction.
 */
export type ProxyMode = 'up' | 'refused' | 'reset' | 'halfOpen' | 'slow'

/** A line between client and server, with the hands on its faults. */
export interface FaultProxy {
  readonly url: string
  readonly setMode: (mode: ProxyMode) => void
  /** Ends every connection that stands, and lets new ones through. */
  readonly cut: () => void
  readonly close: () => Promise<void>
}

const SLOW_BYTES = 200
const SLOW_TICK_MS = 100

export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let mode: ProxyMode = 'up'

  const endAll = (isReset: boolean) => {
    for (const socket of sockets) {
      if (isReset) socket.resetAndDestroy()
      else socket.destroy()
    }
    sockets.clear()
  }
  /** Hands on what comes in as the line allows; what is held back stays until the line is up or ends. */
  const pipe = (from: Socket, to: Socket) => {
    let waiting: Buffer = Buffer.alloc(0)
    const flush = () => {
      if (mode === 'halfOpen' || waiting.length === 0) return
      const size = mode === 'slow' ? SLOW_BYTES : waiting.length
      to.write(waiting.subarray(0, size))
      waiting = waiting.subarray(size)
    }
    const timer = setInterval(flush, SLOW_TICK_MS)
    from.on('data', (chunk: Buffer) => {
      waiting = Buffer.concat([waiting, chunk])
      if (mode === 'up') flush()
    })
    from.on('close', () => {
      clearInterval(timer)
      // A dead line does not tell the other side that this one has gone.
      if (mode !== 'halfOpen') to.destroy()
      sockets.delete(from)
    })
    from.on('error', () => {})
  }

  const server = createServer((client) => {
    if (mode === 'reset') {
      client.resetAndDestroy()
      return
    }
    if (mode === 'refused') {
      client.destroy()
      return
    }
    const upstream = connect(Number(port), hostname)
    for (const socket of [client, upstream]) sockets.add(socket.setNoDelay(true))
    pipe(client, upstream)
    pipe(upstream, client)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setMode: (next) => {
      mode = next
      if (next === 'refused' || next === 'reset') endAll(next === 'reset')
    },
    cut: () => endAll(false),
    close: async () => {
      mode = 'refused'
      endAll(true)
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
