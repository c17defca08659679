import { expect, it } from 'vitest'
import { chatEngine } from '../../src/backends/chatEngine/index.ts'
import { pyTake } from '../../src/backends/pyTake/index.ts'
import { createConversationClient } from '../../src/core.ts'

const listLoaded = () => {
  const names = performance.getEntriesByType('resource').map(({ name }) => name)
  const late = ['socketLine.ts', 'chatEngine/session.ts', 'client/liveParts.ts']
  return late.filter((file) => names.some((name) => name.includes(`/${file}`)))
}

it('loads what connects with the first mount, and what makes the socket at the same time', async () => {
  const options = { url: 'http://127.0.0.1:9', getToken: () => null }
  const client = createConversationClient({ backends: [chatEngine(options)], polling: false })
  expect([listLoaded(), client.transport]).toEqual([[], null])
  const unmount = client.mount()
  await expect.poll(listLoaded).toEqual(['socketLine.ts', 'chatEngine/session.ts', 'client/liveParts.ts'])
  await expect.poll(() => client.transport).not.toBe(null)
  unmount()
})

it('loads what makes the socket when it is told to: a way out that has to be fetched first is none', async () => {
  const backend = pyTake({ url: 'http://127.0.0.1:9', getToken: () => null })
  expect(backend.code).toBe(undefined)
  const { preload } = backend.start()
  await preload?.()
  expect([preload !== undefined, listLoaded().includes('socketLine.ts')]).toEqual([true, true])
})
