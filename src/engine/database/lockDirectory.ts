import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Makes sure that one engine at a time has a data directory open. PGlite does not: two processes would each write their
 * own idea of the same files.
 *
 * The lock is a listening local socket. It cannot be left behind: the operating system closes it with the process, also
 * after `kill -9`, and a file whose owner does not answer is a dead one's.
 *
 * @returns the undo.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const address = toAddress(directory)
  const isDead = async () => !(await isAnswered(address))
  const unlock = (await listen(address)) ?? ((await isDead()) ? await replace(address) : null)
  if (unlock !== null) return unlock
  throw new Error('unable to open the data directory; another engine is using it. Stop that one, or use another.')
}

/** A path of a local socket has 104 bytes at most; for a directory with a long name it is made elsewhere. */
const LONGEST_PATH = 100

function toAddress(directory: string): string {
  const inside = join(realpathSync(directory), 'engine.lock')
  const name = `chatengine-${createHash('sha256').update(inside).digest('hex').slice(0, 24)}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`
  return Buffer.byteLength(inside) <= LONGEST_PATH ? inside : join(tmpdir(), `${name}.sock`)
}

async function replace(address: string) {
  await rm(address, { force: true })
  return listen(address)
}

/** Resolves to the undo, or to `null` when the address is taken. */
function listen(address: string): Promise<(() => Promise<void>) | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null)
      else
        reject(new Error('unable to open the data directory; it cannot be written to. Use another.', { cause: error }))
    })
    server.listen(address, () => {
      server.unref()
      resolve(() => new Promise((done) => server.close(() => done())))
    })
  })
}

function isAnswered(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address)
    const answer = (isThere: boolean) => () => {
      socket.destroy()
      resolve(isThere)
    }
    socket.once('connect', answer(true))
    socket.once('error', answer(false))
  })
}
