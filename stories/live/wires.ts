import type { Backend } from '../../src/backends/backend.ts'
import { chatEngine } from '../../src/backends/chatEngine/index.ts'
import { pyTake } from '../../src/backends/pyTake/index.ts'
import { whatsAppKanban } from '../../src/backends/whatsAppKanban/index.ts'
import { lineFetch, type LineMode } from './brokenLine.ts'

export type WireName = 'chatengine' | 'pytake' | 'kanban'

/** Where each server is mounted on this page's own port. */
export const PREFIXES: Readonly<Record<WireName, string>> = { chatengine: '', pytake: '/pytake', kanban: '/kanban' }

/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:9'
/** Signed with another secret: the server refuses it, however often it is renewed. */
const FOREIGN_TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJ3b3Jrc3BhY2VJZCI6ImRlbW8iLCJleHAiOjQxMDI0NDQ4MDB9.c29tZWJvZHkgZWxzZQ'

/** Another wire is another line here, and nothing else anywhere. */
export function createServerBackend(wire: WireName, line: LineMode, getToken: () => Promise<string>): Backend {
  const url = line === 'off' ? '' : line === 'unreachable' ? NOWHERE : location.origin
  const options = {
    url,
    workspaceId: 'demo',
    fetch: lineFetch,
    ...(line === 'refused' ? { getToken: () => FOREIGN_TOKEN, userId: 'refused' } : { getToken }),
  }
  const prefix = PREFIXES[wire]
  if (wire === 'pytake') return pyTake({ ...options, path: `${prefix}/socket.io`, apiPath: `${prefix}/api/v1` })
  if (wire === 'kanban')
    return whatsAppKanban({
      ...options,
      path: `${prefix}/socket.io`,
      apiPath: `${prefix}/api`,
      conversationsPath: '/conversations',
    })
  return chatEngine(options)
}
