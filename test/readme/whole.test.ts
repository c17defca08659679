import { expect, it } from 'vitest'
import { chatEngine, createConversationClient } from '../../src/index.ts'
import { writeBlocks } from '../helpers/readmeBlocks.ts'

const { load } = await writeBlocks('whole')

// By itself: what is loaded once is there for every client of the page.
it('has a line that puts everything into one script, so that nothing is waited for', async () => {
  const options = { url: 'http://chat.invalid', getToken: () => null }
  const getTransport = () => createConversationClient({ backends: [chatEngine(options)] }).transport
  expect(getTransport()).toBe(null)
  await load('src/whole.ts')
  expect(getTransport()).not.toBe(null)
})
