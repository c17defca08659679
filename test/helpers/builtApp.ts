import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { serveFolder } from './serveFolder.ts'

/** A test page as a user would get it: built for production, served by a plain file server. `app`: its folder in `test`. */
export async function serveBuiltApp(
  app = 'e2e/app',
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const outDir = await mkdtemp(join(tmpdir(), 'crm-app-'))
  await build({
    root: fileURLToPath(new URL(`../${app}`, import.meta.url)),
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: { outDir, emptyOutDir: true },
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
