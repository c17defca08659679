import type { TestProject } from 'vitest/node'
import { setup as startEngine } from './engineSetup.ts'
import { writeBlocks } from './readmeBlocks.ts'

/** The engine, and the README's blocks as files that a browser can load. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await writeBlocks('browser')
  return startEngine(project)
}

export default setup
