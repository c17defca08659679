import { readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export const root = join(import.meta.dirname, '../..')
export const readme = readFileSync(join(root, 'README.md'), 'utf8')

/** The README's blocks of code: their language, the file they are for, and what is in them. */
export const blocks = [...readme.matchAll(/^```(\w+)(?: file=(\S+))?\n([\s\S]*?)^```$/gm)].map(
  ([, language = '', file, code = '']) => ({ language, file, code }),
)

/** Writes the blocks to a folder of their own and returns how to import them. */
export async function writeBlocks(name: string) {
  const folder = join(root, 'test/readme/blocks', name)
  await rm(folder, { recursive: true, force: true })
  for (const { file, code } of blocks) {
    if (file === undefined) continue
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), code)
  }
  return {
    folder,
    load: <Module>(file: string) => import(/* @vite-ignore */ join(folder, file)) as Promise<Module>,
  }
}
