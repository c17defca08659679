/** How large what is loaded is, beside what it should be. */
import { fileURLToPath } from 'node:url'
import { bundle, type BundleOptions } from '../helpers/bundle.ts'

export interface Size {
  /** min + gzip. */
  readonly bytes: number
  readonly aim: number
  readonly isReached: boolean
  /** What is loaded later, when it is needed. */
  readonly lateBytes: number
}

const source = (file: string) => fileURLToPath(new URL(`../../src/${file}`, import.meta.url))
const SCREEN = `export { ConversationProvider, useConversations, useMessages, useSendMessage } from '${source('index.ts')}'`
const CORE = `export { createConversationClient, chatEngine } from '${source('core.ts')}'`
const UI = `export * from '${source('ui/index.ts')}'`

const BUNDLES: Readonly<
  Record<string, { readonly code: string; readonly aim: number; readonly options?: BundleOptions }>
> = {
  'provider, list, messages and sending': { code: SCREEN, aim: 14_000 },
  'the same with Socket.IO, TanStack Query and all the rest but React': {
    code: SCREEN,
    aim: 38_000,
    // The application has React already, and installs Supabase's client only where it wants it.
    options: { isExternal: (name) => /^(react|react-dom)(\/|$)|^@supabase\//.test(name) },
  },
  './core: a client without React': { code: CORE, aim: 12_000 },
  './ui: every part, hooks and core left out': {
    code: UI,
    aim: 25_000,
    options: { isOutside: (file) => file.startsWith(source('')) && !file.startsWith(source('ui/')) },
  },
}

export async function measureSizes(): Promise<Readonly<Record<string, Size>>> {
  const sizes: [string, Size][] = []
  for (const [name, { code, aim, options }] of Object.entries(BUNDLES)) {
    const { gzipBytes: bytes, late } = await bundle(code, options)
    const lateBytes = Object.values(late).reduce((sum, each) => sum + each, 0)
    sizes.push([name, { bytes, aim, isReached: bytes <= aim, lateBytes }])
  }
  return Object.fromEntries(sizes)
}
