import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
}

/** What a plain file server does with a folder, and nothing more; below `path`, which begins and ends with a slash. */
export async function serveFolder(
  folder: string,
  path = '/',
): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (!pathname.startsWith(path)) {
      response.writeHead(404).end()
      return
    }
    const name = pathname.slice(path.length)
    const file = join(folder, name === '' ? 'index.html' : name)
    const stream = createReadStream(file)
    stream.on('open', () => response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream'))
    stream.on('error', () => response.writeHead(404).end())
    stream.pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
