/** How large what is loaded is, beside what it should be. */
import { fileURLToPath } from 'node:url'
import { bundle, type BundleOptions } from '../helpers/bundle.ts'

export interface Size {
  /** min + gzip. */
  readonly bytes: number
  /** `null`: there is none. */
  readonly aim: number | null
  readonly isReached: boolean | null
  /** What is loaded later, when it is needed, and not counted. */
  readonly lateBytes: number
}

const source = (file: string) => fileURLToPath(new URL(`../../src/${file}`, import.meta.url))
const SCREEN = `export { ConversationProvider, useConversations, useMessages, useSendMessage } from '${source('index.ts')}'`
const CORE = `export { createConversationClient, chatEngine } from '${source('core.ts')}'`
const UI = `export * from '${source('ui/index.ts')}'`

/** The application has React already, and installs Supabase's client only where it wants it. */
const isTheirs = (name: string) => /^(react|react-dom)(\/|$)|^@supabase\//.test(name)

const BUNDLES: Readonly<
  Record<
    string,
    {
      readonly code: string
      readonly aim: number | null
      readonly options?: BundleOptions
      /** Which of the late parts count. Default: none. */
      readonly counts?: (name: string) => boolean
    }
  >
> = {
  'provider, list, messages and sending': { code: SCREEN, aim: 14_000 },
  'the same with TanStack Query, and Socket.IO, which comes later': {
    code: SCREEN,
    aim: 38_000,
    options: { isExternal: isTheirs },
    counts: (name) => name === 'socketLine' || name === 'rooms',
  },
  'the same with all that comes later, both fallbacks and every package but React': {
    code: SCREEN,
    aim: null,
    options: { isExternal: isTheirs },
    counts: () => true,
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
  for (const [name, { code, aim, options, counts = () => false }] of Object.entries(BUNDLES)) {
    const { gzipBytes, late } = await bundle(code, options)
    const sum = (isCounted: boolean) =>
      Object.entries(late).reduce((total, [part, size]) => (counts(part) === isCounted ? total + size : total), 0)
    const bytes = gzipBytes + sum(true)
    sizes.push([name, { bytes, aim, isReached: aim === null ? null : bytes <= aim, lateBytes: sum(false) }])
  }
  return Object.fromEntries(sizes)
}
