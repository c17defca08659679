import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const source = (name: string) => fileURLToPath(new URL(`../src/ui/${name}`, import.meta.url))

/** Writes the parts' style sheets as the one file that is imported as `./ui/styles.css`, in the order they import each other. */
export async function writeStyles(outDir: string): Promise<void> {
  await mkdir(`${outDir}/ui`, { recursive: true })
  await writeFile(`${outDir}/ui/styles.css`, await readStyles())
  await writeFile(`${outDir}/ui/styles.css.d.ts`, 'export {}\n')
}

/** The parts' whole style sheet. */
export function readStyles(): Promise<string> {
  return inline('styles.css')
}

async function inline(name: string): Promise<string> {
  const css = await readFile(source(name), 'utf8')
  const imports = [...css.matchAll(/^@import '\.\/(.+)';\n/gm)]
  const imported = await Promise.all(imports.map(([, file = '']) => inline(file)))
  return imported.join('') + css.replace(/^@import '\.\/.+';\n/gm, '')
}
