import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import { getRequestListener } from '@hono/node-server'

/** Serves a route file's `POST`, as a framework would. A thread of its own, with the secret in its own environment. */
const { file } = workerData as { readonly file: string }
const { POST } = (await import(file)) as { POST: (request: Request) => Promise<Response> }
const server = createServer(getRequestListener(POST, { overrideGlobalObjects: false }))
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port))
