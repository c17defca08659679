import type { Meta, StoryObj } from '@storybook/react-vite'
import { Suspense, use, useEffect, useState, type ReactNode } from 'react'
import { supabaseBackend } from '../../src/backends/supabase/index.ts'
import { ConversationProvider } from '../../src/react/ConversationProvider.tsx'
import { useConnection } from '../../src/react/useConnection.ts'
import { useConversations } from '../../src/react/useConversations.ts'
import { Inbox } from '../../src/ui/Inbox.tsx'
import { setHalfOpen, type LineMode } from './brokenLine.ts'
import { createServerBackend, PREFIXES, type WireName } from './wires.ts'

interface DemoProps {
  readonly wire: WireName
  readonly line: LineMode
  readonly hasSupabase: boolean
}

/** Each tab is another agent, so that two of them see each other. */
const AGENTS = ['Ana Lima', 'Bruno Reis', 'Carla Dias', 'Davi Costa', 'Elisa Rocha', 'Fábio Nunes']
const agent = sessionStorage.getItem('demo agent') ?? AGENTS[Math.floor(Math.random() * AGENTS.length)] ?? 'Ana Lima'
sessionStorage.setItem('demo agent', agent)

/** What a CRM knows by heart, and a conversation has only the ids of. */
const USERS: Readonly<Record<string, string>> = { ana: 'Ana Ribeiro', bruno: 'Bruno Costa' }
const STAGES: Readonly<Record<string, string>> = {
  negociacao: 'Negociação',
  proposta: 'Proposta',
  fechado: 'Fechado',
}
const toUserName = (id: string) => USERS[id] ?? (AGENTS.includes(id) ? id : null)
const toStageName = (id: string) => STAGES[id] ?? null

async function getAgentToken(wire: WireName): Promise<string> {
  const response = await fetch(`${PREFIXES[wire]}/functions/v1/chatengine-token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ workspace_id: 'demo', user_id: agent, user_name: agent }),
  })
  if (!response.ok) throw new Error(`the token endpoint answered ${response.status}`)
  return ((await response.json()) as { token: string }).token
}

const anonKeys = new Map<WireName, Promise<string | null>>()

async function fetchAnonKey(wire: WireName): Promise<string | null> {
  try {
    const response = await fetch(`${PREFIXES[wire]}/functions/v1/supabase-anon-key`)
    return response.ok ? ((await response.json()) as { anon_key: string }).anon_key : null
  } catch {
    return null
  }
}

function getAnonKey(wire: WireName): Promise<string | null> {
  const key = anonKeys.get(wire) ?? fetchAnonKey(wire)
  anonKeys.set(wire, key)
  return key
}

/** The real hooks against a real server, on this page's own port; the toolbar chooses the server and breaks the line. */
function Demo({ wire, line, hasSupabase }: DemoProps): ReactNode {
  const key = use(getAnonKey(wire))
  const getToken = () => getAgentToken(wire)
  useEffect(() => {
    setHalfOpen(line === 'half-open')
    return () => setHalfOpen(false)
  }, [line])
  const supabase = supabaseBackend({
    url: hasSupabase && key !== null ? location.origin + PREFIXES[wire] : '',
    anonKey: key ?? '',
    workspaceId: 'demo',
    getToken,
    tables: { preset: 'migrated' },
  })
  return (
    <ConversationProvider backends={[createServerBackend(wire, line, getToken), supabase]}>
      <div className="demo">
        <div className="demo-bar">
          <span>
            You are {agent}; open another tab to be somebody else. <Line />
          </span>
          <CustomerWrites wire={wire} />
        </div>
        <Inbox opensLatest userId={agent} toUserName={toUserName} toStageName={toStageName} />
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
function CustomerWrites({ wire }: Pick<DemoProps, 'wire'>): ReactNode {
  const { conversations } = useConversations()
  const [count, setCount] = useState(0)
  const write = async () => {
    setCount(count + 1)
    const conversation = conversations[count % Math.min(3, conversations.length)]
    const from = conversation?.contact.phone ?? '5511999990001'
    const response = await fetch(`${PREFIXES[wire]}/webhooks/whatsapp`, {
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
  args: { wire: 'chatengine', line: 'on', hasSupabase: true },
  render: (_, { globals }) => (
    <Suspense>
      <Demo
        wire={(globals['wire'] as WireName | undefined) ?? 'chatengine'}
        line={(globals['chatEngine'] as LineMode | undefined) ?? 'on'}
        hasSupabase={globals['supabase'] !== 'off'}
      />
    </Suspense>
  ),
  parameters: { layout: 'fullscreen' },
  // Needs the engine, which is not there in the story tests; test/e2e opens it as a person would.
  tags: ['!test', '!autodocs'],
} satisfies Meta<typeof Demo>
export default meta

export const LiveInbox: StoryObj<typeof meta> = {}
