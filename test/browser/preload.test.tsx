import { expect, it } from 'vitest'
import { chatEngine } from '../../src/backends/chatEngine/index.ts'
import { pyTake } from '../../src/backends/pyTake/index.ts'

const listLoaded = () => {
  const names = performance.getEntriesByType('resource').map(({ name }) => name)
  return ['socketLine.ts', 'frames.ts'].filter((file) => names.some((name) => name.includes(`/${file}`)))
}

it('loads what makes the socket when it is told to, and not before: a way out that has to be fetched first is none', async () => {
  const options = { url: 'http://127.0.0.1:9', getToken: () => null }
  const sessions = [chatEngine(options), pyTake(options)].map((backend) => backend.start())
  expect(sessions.map(({ preload }) => preload !== undefined)).toEqual([true, true])
  expect(listLoaded()).toEqual([])
  await sessions[0]?.preload?.()
  expect(listLoaded()).toEqual(['socketLine.ts', 'frames.ts'])
})
