import { expect, it } from 'vitest'
import { chatEngine } from '../../src/backends/chatEngine/index.ts'
import { pyTake } from '../../src/backends/pyTake/index.ts'

const isLoaded = () => performance.getEntriesByType('resource').some(({ name }) => name.includes('/socketLine.ts'))

it('loads what makes the socket when it is told to, and not before: a way out that has to be fetched first is none', async () => {
  const options = { url: 'http://127.0.0.1:9', getToken: () => null }
  const sessions = [chatEngine(options), pyTake(options)].map((backend) => backend.start())
  expect(sessions.map(({ preload }) => preload !== undefined)).toEqual([true, true])
  expect(isLoaded()).toBe(false)
  await sessions[0]?.preload?.()
  expect(isLoaded()).toBe(true)
})
