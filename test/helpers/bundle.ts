import { gzipSync } from 'node:zlib'
import { build } from 'vite'

export interface Bundle {
  /** What is loaded before anything is shown: the entry, and what it imports. */
  readonly gzipBytes: number
  /** What is loaded later, by its name. */
  readonly late: Readonly<Record<string, number>>
  readonly code: string
  readonly modules: readonly string[]
  /** The modules of each late part; of several with one name together. */
  readonly chunks: Readonly<Record<string, readonly string[]>>
  /** The modules of the late parts. */
  readonly lateModules: readonly string[]
}

export interface BundleOptions {
  /** Files of our own that are left out. Default: none. */
  readonly isOutside?: ((file: string) => boolean) | undefined
  /** Packages that are left out. Default: all. */
  readonly isExternal?: ((name: string) => boolean) | undefined
}

/** Vite's way to load a script ahead of its import: part of every application that loads anything late, and not counted. */
const PRELOAD_HELPER = '\0vite/preload-helper.js'

/** What a bundler makes of an import, minified. */
export async function bundle(code: string, options: BundleOptions = {}): Promise<Bundle> {
  const { isOutside = () => false, isExternal = () => true } = options
  const entry = '\0entry'
  const virtual = new Map([
    [entry, code],
    [PRELOAD_HELPER, 'export const __vitePreload = (load) => load()'],
  ])
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    // Said here: inside Vitest it would be taken for a development build, with longer packages.
    resolve: { conditions: ['module', 'browser', 'production'] },
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { runtime: 'automatic', development: false } },
    plugins: [
      {
        name: 'virtual',
        enforce: 'pre',
        resolveId: (id) => (virtual.has(id) ? id : null),
        load: (id) => virtual.get(id) ?? null,
      },
      {
        name: 'outside',
        enforce: 'pre',
        async resolveId(id, importer) {
          const found = id.startsWith('.') ? await this.resolve(id, importer, { skipSelf: true }) : null
          return found !== null && isOutside(found.id) ? { id: found.id, external: true } : null
        },
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      modulePreload: false,
      rolldownOptions: {
        input: entry,
        // As in an application, what late parts share with the first stays in it, and is no script of its own.
        preserveEntrySignatures: 'allow-extension',
        external: (id) => !id.startsWith('.') && !id.startsWith('/') && id !== entry && isExternal(id),
      },
    },
  })
  if (!('output' in result)) throw new Error('unable to bundle; the build gave no output')
  const chunks = result.output.filter((each) => each.type === 'chunk')
  const [first] = chunks.filter((chunk) => chunk.isEntry)
  const early = new Set(first === undefined ? [] : [first])
  for (const { imports } of early) for (const chunk of chunks) if (imports.includes(chunk.fileName)) early.add(chunk)
  const late = chunks.filter((chunk) => !early.has(chunk))
  const all = [...early].map((chunk) => chunk.code).join('')
  return {
    gzipBytes: gzipSync(all).byteLength,
    late: addUp(late.map((chunk) => [chunk.name, gzipSync(chunk.code).byteLength])),
    chunks: Object.fromEntries(
      late.map(({ name }) => [name, late.flatMap((each) => (each.name === name ? each.moduleIds : []))]),
    ),
    code: all,
    modules: [...early].flatMap((chunk) => chunk.moduleIds),
    lateModules: late.flatMap((chunk) => chunk.moduleIds),
  }
}

/** Two parts may have one name: each backend has its session. */
function addUp(sizes: readonly (readonly [string, number])[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {}
  for (const [name, bytes] of sizes) sums[name] = (sums[name] ?? 0) + bytes
  return sums
}
