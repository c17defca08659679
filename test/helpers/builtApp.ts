import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { build } from 'vite'
import { serveFolder } from './serveFolder.ts'

/** The same page for every app. Vite finds the end of `main`'s name. */
const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Test</title>
    <style>
      html,
      body,
      #app {
        height: 100%;
        margin: 0;
      }
    </style>
  </head>
  <body>
    <div id="app"></div>
    <script type="module" src="./main"></script>
  </body>
</html>
`

/**
 * A test page as a user would get it: built for production, served by a plain file server.
 *
 * @param app Its folder in `test`, with what it does in `main`.
 * @param options `external`: packages that are not there, of parts that are not loaded then.
 */
export async function serveBuiltApp(
  app = 'e2e/app',
  { external = [] }: { readonly external?: readonly string[] } = {},
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const outDir = await mkdtemp(join(tmpdir(), 'crm-app-'))
  const root = fileURLToPath(new URL(`../${app}`, import.meta.url))
  const page = join(root, 'index.html')
  const isPage = (id: string) => id === page
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [
      react(),
      {
        name: 'page',
        enforce: 'pre',
        resolveId: (id) => (isPage(id) ? id : null),
        load: (id) => (isPage(id) ? PAGE : null),
      },
    ],
    build: { outDir, emptyOutDir: true, rolldownOptions: { input: page, external: [...external] } },
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
