import { readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export const root = join(import.meta.dirname, '../..')
export const readme = readFileSync(join(root, 'README.md'), 'utf8')

/** The README's blocks of code: their language, the file they are for, and what is in them. */
export const blocks = [...readme.matchAll(/^```(\w+)(?: file=(\S+))?\n([\s\S]*?)^```$/gm)].map(
  ([, language = '', file, code = '']) => ({ language, file, code }),
)

export const getBlock = (file: string): string => blocks.find((block) => block.file === file)?.code ?? ''

/** What a reader has beside the blocks: the server they put behind the suite's doors. */
const BESIDE = {
  'src/startAcmeServer.ts': `export { startExampleServer as startAcmeServer } from '${join(root, 'test/conformance/exampleServer.ts')}'\n`,
}

/** The block that says which server it is, once for each of the lines it offers, by the name of the backend. */
export function toServerVariants(): ReadonlyMap<string, string> {
  const code = getBlock('src/Server.tsx')
  const [line = '', used = ''] = /^const server = (\w+)\(.*$/m.exec(code) ?? []
  const offered = [...code.matchAll(/^\/\/ or: ((\w+)\(.*)$/gm)].map(
    ([, call = '', name = '']): readonly [string, string] => [
      name,
      code.replace(line, `const server = ${call}`).replace(`${used},`, `${name},`),
    ],
  )
  return new Map([[used, code], ...offered])
}

/** Writes the blocks to a folder of their own and returns how to import them. */
export async function writeBlocks(name: string) {
  const folder = join(root, 'test/readme/blocks', name)
  await rm(folder, { recursive: true, force: true })
  const write = async (file: string, code: string) => {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), code)
  }
  for (const { file, code } of blocks) if (file !== undefined) await write(file, code)
  for (const [file, code] of Object.entries(BESIDE)) await write(file, code)
  return {
    folder,
    write,
    load: <Module>(file: string) => import(/* @vite-ignore */ join(folder, file)) as Promise<Module>,
  }
}
