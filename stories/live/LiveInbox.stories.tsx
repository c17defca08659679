import type { Meta, StoryObj } from '@storybook/react-vite'
import { Suspense, use, useEffect, useState, type ReactNode } from 'react'
import { ConversationProvider } from '../../src/react/ConversationProvider.tsx'
import { useConnection } from '../../src/react/useConnection.ts'
import { useConversations } from '../../src/react/useConversations.ts'
import { Inbox } from '../../src/ui/Inbox.tsx'
import { lineFetch, setHalfOpen, type LineMode } from './brokenLine.ts'

interface DemoProps {
  readonly line: LineMode
  readonly hasSupabase: boolean
}

const TOKEN_ENDPOINT = '/functions/v1/chatengine-token'
/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:9'
/** Signed with another secret: the server refuses it, however often it is renewed. */
const FOREIGN_TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJ3b3Jrc3BhY2VJZCI6ImRlbW8iLCJleHAiOjQxMDI0NDQ4MDB9.c29tZWJvZHkgZWxzZQ'

/** Each tab is another agent, so that two of them see each other. */
const AGENTS = ['Ana Lima', 'Bruno Reis', 'Carla Dias', 'Davi Costa', 'Elisa Rocha', 'Fábio Nunes']
const agent = sessionStorage.getItem('demo agent') ?? AGENTS[Math.floor(Math.random() * AGENTS.length)] ?? 'Ana Lima'
sessionStorage.setItem('demo agent', agent)

async function getAgentToken(): Promise<string> {
  const response = await fetch(TOKEN_ENDPOINT, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ workspace_id: 'demo', user_id: agent, user_name: agent }),
  })
  if (!response.ok) throw new Error(`the token endpoint answered ${response.status}`)
  return ((await response.json()) as { token: string }).token
}

const anonKey: Promise<string | null> = fetch('/functions/v1/supabase-anon-key')
  .then(async (response) => (response.ok ? ((await response.json()) as { anon_key: string }).anon_key : null))
  .catch(() => null)

/** The real hooks against the real engine, on this page's own port; the toolbar breaks the line. */
function Demo({ line, hasSupabase }: DemoProps): ReactNode {
  const key = use(anonKey)
  const url = {
    on: location.origin,
    off: '',
    unreachable: NOWHERE,
    'half-open': location.origin,
    refused: location.origin,
  }
  useEffect(() => {
    setHalfOpen(line === 'half-open')
    return () => setHalfOpen(false)
  }, [line])
  return (
    <ConversationProvider
      chatEngine={{
        url: url[line],
        workspaceId: 'demo',
        fetch: lineFetch,
        ...(line === 'refused' ? { getToken: () => FOREIGN_TOKEN, userId: 'refused' } : { getToken: getAgentToken }),
      }}
      supabase={{
        url: hasSupabase && key !== null ? location.origin : '',
        anonKey: key ?? '',
        workspaceId: 'demo',
        getToken: getAgentToken,
        tables: { preset: 'migrated' },
      }}
    >
      <div className="demo">
        <div className="demo-bar">
          <span>
            You are {agent}; open another tab to be somebody else. <Line />
          </span>
          <CustomerWrites />
        </div>
        <Inbox opensLatest />
      </div>
    </ConversationProvider>
  )
}

/** For QA: which way it goes, and why not the best one. */
function Line(): ReactNode {
  const { status, transport, reason } = useConnection()
  return <code>{[status, transport, reason].filter(Boolean).join(' · ')}</code>
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
  args: { line: 'on', hasSupabase: true },
  render: (_, { globals }) => (
    <Suspense>
      <Demo
        line={(globals['chatEngine'] as LineMode | undefined) ?? 'on'}
        hasSupabase={globals['supabase'] !== 'off'}
      />
    </Suspense>
  ),
  parameters: { layout: 'fullscreen' },
  // Needs the engine, which is not there in the story tests; test/e2e opens it as a person would.
  tags: ['!test'],
} satisfies Meta<typeof Demo>
export default meta

export const LiveInbox: StoryObj<typeof meta> = {}
