import { inject } from 'vitest'
import type { ChatEngineOptions } from '../../src/backends/chatEngine/options.ts'

/** A workspace of the engine that runs beside the tests, with the hands on it. Works in Node and in a browser. */
export interface Workspace {
  readonly chatEngine: ChatEngineOptions & { readonly url: string }
  /** A conversation with these texts from the customer. Resolves to its id. */
  readonly createConversation: (texts?: readonly string[]) => Promise<string>
  /** The customer writes, through WhatsApp's webhook. */
  readonly receive: (conversationId: string, text: string) => Promise<void>
  readonly countConnections: () => Promise<number>
  readonly disconnect: () => Promise<void>
}

export function createWorkspace(workspaceId = `test-${crypto.randomUUID()}`): Workspace {
  const { url, controlUrl } = inject('engine')
  const phones = new Map<string, string>()
  const control = async <Result>(name: string, parameter?: unknown): Promise<Result> => {
    const response = await fetch(`${controlUrl}/${name}`, {
      method: 'POST',
      body: JSON.stringify({ workspaceId, parameter }),
    })
    if (!response.ok) throw new Error(await response.text())
    return (await response.json()) as Result
  }
  return {
    chatEngine: { url, workspaceId, tokenEndpoint: `${url}/functions/v1/chatengine-token` },
    createConversation: async (texts = []) => {
      const contact = { name: 'Maria Souza' }
      const conversations = [{ contact, messages: texts.map((text) => ({ text })) }]
      const [seeded] = await control<readonly { readonly id: string; readonly phone: string }[]>('seed', conversations)
      if (seeded === undefined) throw new Error('nothing was seeded')
      phones.set(seeded.id, seeded.phone)
      return seeded.id
    },
    receive: async (conversationId, body) => {
      const from = phones.get(conversationId)
      const message = {
        from,
        id: `wamid.${crypto.randomUUID()}`,
        timestamp: '1699999999',
        type: 'text',
        text: { body },
      }
      const metadata = { display_phone_number: '5511999999999', phone_number_id: `${workspaceId}-phone` }
      const value = { messaging_product: 'whatsapp', metadata, messages: [message] }
      const response = await fetch(`${url}/webhooks/whatsapp`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ entry: [{ id: 'e', changes: [{ value }] }] }),
      })
      if (!response.ok) throw new Error(await response.text())
    },
    countConnections: () => control('connections'),
    disconnect: () => control('disconnect'),
  }
}
