import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { serveFolder } from './serveFolder.ts'

/**
 * A test page as a user would get it: built for production, served by a plain file server.
 *
 * @param app Its folder in `test`.
 * @param options `external`: packages that are not there, of parts that are not loaded then.
 */
export async function serveBuiltApp(
  app = 'e2e/app',
  { external = [] }: { readonly external?: readonly string[] } = {},
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const outDir = await mkdtemp(join(tmpdir(), 'crm-app-'))
  await build({
    root: fileURLToPath(new URL(`../${app}`, import.meta.url)),
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: { outDir, emptyOutDir: true, rolldownOptions: { external: [...external] } },
  })
  const { url, close } = await serveFolder(outDir)
  return {
    url,
    close: async () => {
      close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}
