import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bundle, type Bundle } from './helpers/bundle.ts'

const source = (file: string) => join(import.meta.dirname, '../src', file)
/** What a screen with an inbox, a thread and a composer imports. */
const SCREEN = `export { ConversationProvider, useConversations, useMessages, useSendMessage } from '${source('index.ts')}'`
const CORE = `export { createConversationClient, chatEngine } from '${source('core.ts')}'`
/** The application has React already, and installs Supabase's client only where it wants it. */
const isTheirs = (name: string) => /^(react|react-dom)(\/|$)|^@supabase\//.test(name)

function report(what: string, { gzipBytes, late }: Bundle): void {
  const later = Object.entries(late).map(([name, bytes]) => `${name} ${bytes}`)
  console.log(`${what}: ${gzipBytes} bytes gzip${later.length > 0 ? `; later: ${later.join(', ')}` : ''}`)
}

describe('the size of what is loaded first', () => {
  it('is at most 14 kB of our own code for provider, list, messages and sending', async () => {
    const screen = await bundle(SCREEN)
    report('provider + list + messages + send', screen)
    expect(screen.modules.length).toBeGreaterThan(40)
    expect(screen.gzipBytes).toBeLessThanOrEqual(14_000)
  })

  it('is at most 38 kB of that with TanStack Query and everything else but React, and Socket.IO, which comes later', async () => {
    const screen = await bundle(SCREEN, { isExternal: isTheirs })
    report('the same with its packages', screen)
    const isIn = (files: readonly string[], name: string) =>
      files.some((file) => file.includes(`/node_modules/${name}/`))
    expect(isIn(screen.modules, '@tanstack/query-core')).toBe(true)
    for (const name of ['socket.io-client', 'engine.io-client', 'valibot']) {
      expect([isIn(screen.modules, name), isIn(screen.lateModules, name)]).toEqual([false, true])
    }
    const { socketLine = Infinity, rooms = 0 } = screen.late
    expect(screen.gzipBytes + socketLine + rooms).toBeLessThanOrEqual(38_000)
  })

  it('is at most 12 kB of our own code for a client without React', async () => {
    const core = await bundle(CORE)
    report('./core: client + chatEngine', core)
    expect(core.modules.filter((file) => file.includes('/src/react/'))).toEqual([])
    expect(core.gzipBytes).toBeLessThanOrEqual(12_000)
    expect(Object.keys(core.late).toSorted()).toEqual(['liveParts', 'session', 'socketLine'])
  })
})

// So that the first does not stay small by what follows growing. Supabase's Realtime is loaded where it is used.
describe('the size of all that is loaded', () => {
  it('is at most 52 kB of our own code for provider, list, messages and sending, with all fallbacks', async () => {
    const { gzipBytes, late } = await bundle(SCREEN)
    expect(gzipBytes + sum(late)).toBeLessThanOrEqual(52_000)
  })

  it('is what asks Supabase ahead of what listens to it: polling waits for no further script', async () => {
    const { chunks } = await bundle(SCREEN)
    const isIn = (chunk: string, file: RegExp) => chunks[chunk]?.some((each) => file.test(each)) === true
    const listens = /supabaseRealtime|realtimeListener|presenceTracker|supabase\/(decode|feeds|presences)/
    const asks = /supabase\/(postgrest|messageGateway|conversationGateway)/
    expect([isIn('parts', listens), isIn('session', listens)]).toEqual([true, false])
    expect([isIn('parts', asks), isIn('session', asks)]).toEqual([false, true])
  })

  it('is in one script with ./eager, but for Supabase’s Realtime', async () => {
    const { late, modules } = await bundle(`import '${source('eager.ts')}'\n${SCREEN}`)
    expect(Object.keys(late)).toEqual(['parts'])
    for (const part of ['liveParts', 'socketLine', 'chatEngine/session', 'supabase/session']) {
      expect(modules.some((file) => file.endsWith(`/${part}.ts`))).toBe(true)
    }
  })

  it('has no backend that nobody asked for', async () => {
    const { modules, lateModules } = await bundle(SCREEN)
    for (const backend of ['pyTake', 'whatsAppKanban']) {
      expect([...modules, ...lateModules].filter((file) => file.includes(backend))).toEqual([])
    }
  })
})

function sum(late: Bundle['late']): number {
  return Object.values(late).reduce((total, bytes) => total + bytes, 0)
}
