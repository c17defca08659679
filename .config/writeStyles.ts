import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { transform } from 'lightningcss'

const source = (name: string) => fileURLToPath(new URL(`../src/ui/${name}`, import.meta.url))

/** Writes the parts' style sheets as the one file that is imported as `./ui/styles.css`, in the order they import each other. */
export async function writeStyles(outDir: string): Promise<void> {
  await mkdir(`${outDir}/ui`, { recursive: true })
  await writeFile(`${outDir}/ui/styles.css`, await readSmallStyles())
  await writeFile(`${outDir}/ui/styles.css.d.ts`, 'export {}\n')
}

/** The parts' whole style sheet without its comments and blanks, as it is published; what is in it stays as it is written. */
export async function readSmallStyles(): Promise<Uint8Array> {
  const css = await readStyles()
  return transform({ filename: 'styles.css', code: Buffer.from(css), minify: true }).code
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
