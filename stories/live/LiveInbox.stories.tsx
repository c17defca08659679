import type { Meta, StoryObj } from '@storybook/react-vite'
import { useState, type ReactNode } from 'react'
import { ConversationProvider } from '../../src/react/ConversationProvider.tsx'
import { useConversations } from '../../src/react/useConversations.ts'
import { Inbox } from '../../src/ui/Inbox.tsx'

/** The real hooks against the real engine, on this page's own port. */
function Demo(): ReactNode {
  return (
    <ConversationProvider
      chatEngine={{
        url: globalThis.location.origin,
        workspaceId: 'demo',
        tokenEndpoint: '/functions/v1/chatengine-token',
      }}
    >
      <div className="demo">
        <div className="demo-bar">
          <span>A ChatEngine of your own, on this page’s port.</span>
          <CustomerWrites />
        </div>
        <Inbox opensLatest />
      </div>
    </ConversationProvider>
  )
}

const TEXTS = [
  'Oi! Meu pedido já saiu?',
  'Hi, could you resend the invoice?',
  'Vocês abrem no domingo?',
  'Is the blue one still in stock?',
  'Obrigada, chegou tudo certo!',
]

/** Writes as a customer would: through WhatsApp's webhook. */
function CustomerWrites(): ReactNode {
  const { conversations } = useConversations()
  const [count, setCount] = useState(0)
  const write = async () => {
    setCount(count + 1)
    const conversation = conversations[count % Math.min(3, conversations.length)]
    const from = conversation?.contact.phone ?? '5511999990001'
    const response = await fetch('/webhooks/whatsapp', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(toWebhook(from, TEXTS[count % TEXTS.length] ?? '')),
    })
    if (!response.ok) throw new Error(`the webhook answered ${response.status}`)
  }
  return (
    <button type="button" className="demo-button" onClick={() => void write()}>
      Customer writes
    </button>
  )
}

function toWebhook(from: string, body: string) {
  const message = {
    from,
    id: `wamid.${crypto.randomUUID()}`,
    timestamp: String(Math.floor(Date.now() / 1000)),
    type: 'text',
    text: { body },
  }
  const metadata = { display_phone_number: '5511999999999', phone_number_id: 'test-phone-id' }
  return {
    entry: [{ id: 'demo', changes: [{ value: { messaging_product: 'whatsapp', metadata, messages: [message] } }] }],
  }
}

const meta = {
  title: 'Live inbox',
  component: Demo,
  parameters: { layout: 'fullscreen' },
  // Needs the engine, which is not there in the story tests; test/e2e opens it as a person would.
  tags: ['!test'],
} satisfies Meta<typeof Demo>
export default meta

export const LiveInbox: StoryObj<typeof meta> = {}
