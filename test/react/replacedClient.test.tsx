import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it } from 'vitest'
import type { ConversationClient } from '../../src/client/conversationClient.ts'
import { useConversationClient } from '../../src/react/conversationContext.ts'
import { ConversationProvider } from '../../src/react/ConversationProvider.tsx'
import { useConversations } from '../../src/react/useConversations.ts'
import { unsignedJwt } from '../helpers/jwt.ts'

// In a file of its own: nothing of what is loaded late may be there.
it('never hands the token of the next place to a client that was replaced before its code was there', async () => {
  const seen: string[] = []
  const clients: ConversationClient[] = []
  function Screen(): ReactNode {
    clients.push(useConversationClient())
    useConversations()
    return null
  }
  const tree = (name: string) => {
    const token = unsignedJwt({ workspace_id: name, sub: name })
    const fetch: typeof globalThis.fetch = async (_, init) => {
      const isOwn = new Headers(init?.headers).get('authorization') === `Bearer ${token}`
      seen.push(`${name} ${isOwn ? 'with its own token' : 'with another token'}`)
      return new Response(null, { status: 503 })
    }
    const chatEngine = { url: 'http://127.0.0.1:9', workspaceId: name, getToken: () => token, fetch }
    return (
      <ConversationProvider chatEngine={chatEngine} polling={false}>
        <Screen />
      </ConversationProvider>
    )
  }
  const { rerender } = render(tree('first'))
  const read = clients[0]?.markRead('conversation-1')
  rerender(tree('second'))
  await expect(read).rejects.toMatchObject({ code: 'unauthorized' })
  await expect.poll(() => seen).toContain('second with its own token')
  expect(seen.filter((each) => each !== 'second with its own token')).toEqual([])
})
