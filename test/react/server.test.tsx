// @vitest-environment node
import { renderToString } from 'react-dom/server'
import { describe, expect, it, vi } from 'vitest'
import { ConversationProvider, useConnection, useConversations, useMessages, useTyping } from '../../src/index.ts'
import { Inbox } from '../../src/ui/Inbox.tsx'

function Screen() {
  const { conversations, isPending } = useConversations()
  const { messages } = useMessages('conversation-1')
  const { status } = useConnection()
  const { typing } = useTyping('conversation-1')
  return <p>{JSON.stringify({ conversations, isPending, messages, status, typing })}</p>
}

describe('on a server', () => {
  it('renders without a window, opens nothing and starts no timer', () => {
    expect(typeof window).toBe('undefined')
    vi.useFakeTimers()
    const html = renderToString(
      <ConversationProvider chatEngine={{ url: 'http://127.0.0.1:9', workspaceId: 'w1', tokenEndpoint: '/t' }}>
        <Screen />
        <Inbox />
      </ConversationProvider>,
    )
    expect(html).toContain('&quot;isPending&quot;:true')
    expect(html).toContain('&quot;status&quot;:&quot;idle&quot;')
    expect(html).toContain('Conversations')
    expect(vi.getTimerCount()).toBe(0)
    vi.useRealTimers()
  })
})
