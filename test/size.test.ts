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

// What is loaded before anything is shown. The aim is 14, 38 and 12 kB; these are what is reached, so that it does not grow.
describe('the size of what is loaded first', () => {
  it('is at most 34.9 kB of our own code for provider, list, messages and sending', async () => {
    const screen = await bundle(SCREEN)
    report('provider + list + messages + send', screen)
    expect(screen.modules.length).toBeGreaterThan(50)
    expect(screen.gzipBytes).toBeLessThanOrEqual(34_900)
  })

  it('is at most 46.3 kB of that with TanStack Query, valibot and everything else but React; Socket.IO comes later', async () => {
    const screen = await bundle(SCREEN, { isExternal: isTheirs })
    report('the same with its packages', screen)
    const isIn = (files: readonly string[], name: string) =>
      files.some((file) => file.includes(`/node_modules/${name}/`))
    for (const name of ['@tanstack/query-core', 'valibot']) expect(isIn(screen.modules, name)).toBe(true)
    for (const name of ['socket.io-client', 'engine.io-client']) {
      expect([isIn(screen.modules, name), isIn(screen.lateModules, name)]).toEqual([false, true])
    }
    expect(screen.gzipBytes).toBeLessThanOrEqual(46_300)
  })

  it('is at most 28.7 kB of our own code for a client without React', async () => {
    const core = await bundle(CORE)
    report('./core: client + chatEngine', core)
    expect(core.modules.filter((file) => file.includes('/src/react/'))).toEqual([])
    expect(core.gzipBytes).toBeLessThanOrEqual(28_700)
    expect(Object.keys(core.late)).toEqual(['frames', 'socketLine'])
  })

  it('has what asks Supabase, for polling must not wait for a script, and nothing of what listens to it', async () => {
    const { modules, lateModules } = await bundle(SCREEN)
    const isLate = (file: string) =>
      /supabaseRealtime|realtimeListener|presenceTracker|supabase\/(decode|feeds|presences)/.test(file)
    expect(modules.filter(isLate)).toEqual([])
    expect(lateModules.filter(isLate)).toHaveLength(6)
    const asks = (file: string) => /supabase\/(postgrest|messageGateway|conversationGateway|rows)/.test(file)
    expect(modules.filter(asks)).toHaveLength(4)
    for (const backend of ['pyTake', 'whatsAppKanban']) {
      expect([...modules, ...lateModules].filter((file) => file.includes(backend))).toEqual([])
    }
  })
})
