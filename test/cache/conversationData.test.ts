import { describe, expect, it } from 'vitest'
import { buildInbox, openInbox } from '../helpers/openInbox.ts'

describe('an inbox of which the next page is on its way', () => {
  it('does not show a conversation again that has left meanwhile', async () => {
    const conversations = buildInbox(60, { unreadCount: 1 })
    const { fake, inbox, wait, find, listed } = await openInbox({ conversations, filter: { unreadOnly: true } })
    const land = fake.holdNext('listConversations')
    const next = inbox.fetchNextPage()
    await wait(10)
    const [, , , read] = conversations
    if (read) fake.writeConversation({ ...read, unreadCount: 0 })
    await wait(50)
    expect(find('c3')).toBeUndefined()
    land()
    await next
    await wait(50)
    expect(find('c3')).toBeUndefined()
    expect(listed()).toHaveLength(59)
  })
})
