import { writeBlocks } from '../helpers/readmeBlocks.ts'

const { load } = await writeBlocks('ownTests')
// Its own words: a test of the inbox, over a backend in memory.
await load('src/Inbox.test.tsx')
