/** The engine's demo workspace, from outside: a token, a conversation, and its customer. */
export interface Demo {
  readonly token: string
  readonly conversationId: string
  /** The customer writes, through WhatsApp's webhook. */
  readonly write: (text: string) => Promise<void>
}

export const DEMO_WORKSPACE = 'demo'

export async function enterDemo(url: string): Promise<Demo> {
  const response = await fetch(`${url}/functions/v1/chatengine-token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ workspace_id: DEMO_WORKSPACE }),
  })
  const { token } = (await response.json()) as { token: string }
  const list = await fetch(`${url}/api/chat/conversations?limit=1`, { headers: { authorization: `Bearer ${token}` } })
  const { data } = (await list.json()) as { data: { id: string; contact: { phone: string } }[] }
  const [conversation] = data
  if (conversation === undefined) throw new Error('the demo has no conversation')
  const { id, contact } = conversation
  return { token, conversationId: id, write: (text) => post(url, contact.phone, text) }
}

async function post(url: string, from: string, body: string): Promise<void> {
  const message = { from, id: `wamid.${crypto.randomUUID()}`, timestamp: '1699999999', type: 'text', text: { body } }
  const metadata = { display_phone_number: '5511999999999', phone_number_id: 'test-phone-id' }
  const value = { messaging_product: 'whatsapp', metadata, messages: [message] }
  const response = await fetch(`${url}/webhooks/whatsapp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ entry: [{ id: 'bench', changes: [{ value }] }] }),
  })
  if (!response.ok) throw new Error(`the webhook answered ${response.status}`)
}
