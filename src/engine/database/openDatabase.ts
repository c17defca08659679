import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { lockDirectory } from './lockDirectory.ts'
import { migrate } from './migrate.ts'
import { openPglite, type PgliteDatabase } from './openPglite.ts'

/**
 * Opens the engine's database and brings it up to date.
 *
 * @param dataDir Where it lives on disk; `null` keeps it in memory.
 * @throws when another engine has the directory open: two writers would ruin it.
 */
export async function openDatabase(dataDir: string | null): Promise<PgliteDatabase> {
  if (dataDir === null) return prepare(await openPglite(null))
  const root = resolve(dataDir)
  await mkdir(root, { recursive: true }).catch((cause: unknown) => {
    throw new Error('unable to open the data directory; it cannot be made. Use another.', { cause })
  })
  const unlock = await lockDirectory(root)
  try {
    const database = await prepare(await openPglite(await createFiles(root)))
    // Nobody else ever does: PGlite has no autovacuum.
    await database.query('vacuum')
    return { ...database, close: () => database.close().finally(unlock) }
  } catch (error) {
    await unlock()
    throw error
  }
}

async function prepare(database: PgliteDatabase): Promise<PgliteDatabase> {
  try {
    await migrate(database)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

/**
 * A process that is killed in its very first seconds would leave half a database, which nothing can open any more. So it
 * is made aside and put in place by a rename, which happens or does not.
 */
async function createFiles(root: string): Promise<string> {
  const files = join(root, 'postgres')
  if (existsSync(files)) return files
  const unfinished = join(root, 'postgres.unfinished')
  await rm(unfinished, { recursive: true, force: true })
  const database = await openPglite(unfinished)
  await database.close()
  await rename(unfinished, files)
  return files
}
