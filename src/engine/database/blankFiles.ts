import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { keepExitCode } from './keepExitCode.ts'

let opened = 0
let files: Promise<Blob> | null = null

/**
 * Where a database in memory starts from. To make Postgres' own tables takes seconds, a copy of them a fraction of that:
 * whoever opens a second database in one process (tests, the wires of a Storybook) has the copy made, of 40 MB, and
 * whoever opens only one pays nothing for it.
 */
export async function createBlankFiles(): Promise<Pick<PGliteOptions, 'loadDataDir'>> {
  opened += 1
  if (opened === 1) return {}
  files ??= makeFiles()
  try {
    return { loadDataDir: await files }
  } catch (error) {
    files = null
    throw error
  }
}

async function makeFiles(): Promise<Blob> {
  const blank = await keepExitCode(() => PGlite.create())
  const copy = await blank.dumpDataDir('none')
  await keepExitCode(() => blank.close())
  return copy
}
