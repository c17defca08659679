import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import type { ComponentType, ReactNode } from 'react'
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { createWorkspace } from '../helpers/engineControls.ts'
import { useConversations } from '../../src/index.ts'
import { toServerVariants, writeBlocks } from '../helpers/readmeBlocks.ts'

const { load, write } = await writeBlocks('code')

/** The page's own server answers with the README's own token route; everything else goes out as it is. */
function serveTokens(): void {
  const { url } = inject('engine')
  const tokenRouteUrl = inject('tokenRouteUrl')
  vi.stubEnv('VITE_CHATENGINE_BASE_URL', url)
  vi.stubEnv('NEXT_PUBLIC_CHATENGINE_URL', url)
  const realFetch = globalThis.fetch
  vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) =>
    realFetch(input === '/api/chatengine-token' ? tokenRouteUrl : input, init),
  )
  onTestFinished(() => {
    vi.unstubAllEnvs()
    vi.unstubAllGlobals()
  })
}

interface ServerBlock {
  readonly Crm: ComponentType<{ readonly children: ReactNode }>
  readonly MarkRead: ComponentType<{ readonly conversationId: string }>
}

function Newest({ MarkRead }: Pick<ServerBlock, 'MarkRead'>): ReactNode {
  const { conversations } = useConversations()
  const [newest] = conversations
  if (!newest) return null
  return (
    <>
      <p>
        {newest.lastMessagePreview} · {newest.unreadCount}
      </p>
      <MarkRead conversationId={newest.id} />
    </>
  )
}

/** The customer writes, through WhatsApp's webhook. */
async function receive(url: string, body: string): Promise<void> {
  const message = { from: '5511988887777', id: `wamid.${body}`, timestamp: toSeconds(), type: 'text', text: { body } }
  const metadata = { display_phone_number: '5511999999999', phone_number_id: 'demo-phone' }
  const value = { messaging_product: 'whatsapp', metadata, messages: [message] }
  const response = await fetch(`${url}/webhooks/whatsapp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ entry: [{ id: 'e', changes: [{ value }] }] }),
  })
  expect(response.status).toBe(200)
}

const toSeconds = () => String(Math.floor(Date.now() / 1000))

async function receiveHere(text: string): Promise<void> {
  const { createConversation, receive } = createWorkspace('demo')
  await receive(await createConversation(), text)
}

describe('the README', () => {
  it('has a quick start for Vite that lists, opens, receives and sends', async () => {
    serveTokens()
    const workspace = createWorkspace('demo')
    const id = await workspace.createConversation(['Bom dia!'])
    const { default: App } = await load<{ default: ComponentType }>('src/App.tsx')
    render(<App />)
    fireEvent.click(await screen.findByText(/Maria Souza: Bom dia!/))
    await screen.findByText('Bom dia!')
    await workspace.receive(id, 'Vocês entregam?')
    await screen.findByText('Vocês entregam?')
    const input = screen.getByLabelText('Message')
    fireEvent.change(input, { target: { value: 'Entregamos sim' } })
    fireEvent.keyDown(input, { key: 'Enter' })
    await screen.findByText('Entregamos sim · read')
  })

  it('has a quick start for Next.js that counts who is waiting', async () => {
    serveTokens()
    const workspace = createWorkspace('demo')
    await workspace.receive(await workspace.createConversation(), 'Oi?')
    const { default: Page } = await load<{ default: ComponentType }>('app/inbox/page.tsx')
    render(<Page />)
    expect(await screen.findByText(/^[1-9]\d* waiting$/)).toBeTruthy()
  })

  it('says which line is live, with a fallback that is not set up here', async () => {
    serveTokens()
    createWorkspace('demo')
    const { Conversations } = await load<{ Conversations: ComponentType }>('src/Fallback.tsx')
    render(<Conversations />)
    await waitFor(() => expect(screen.getByRole('status').textContent?.trim()).toBe('connected socket'))
  })

  it('says so when nothing at all is set up', async () => {
    serveTokens()
    vi.stubEnv('VITE_CHATENGINE_BASE_URL', '')
    const { Conversations } = await load<{ Conversations: ComponentType }>('src/Fallback.tsx')
    render(<Conversations />)
    await waitFor(() => expect(screen.getByRole('status').textContent?.trim()).toMatch(/^failed +disabled$/))
  })

  describe.each([...toServerVariants()])('has one line for the server (%s)', (name, code) => {
    const open = async ({ hasSupabase }: { readonly hasSupabase: boolean }) => {
      const { url, anonKey } = inject('foreignServers')[name] ?? { url: inject('engine').url, anonKey: '' }
      vi.stubEnv('VITE_CHAT_URL', url)
      vi.stubEnv('VITE_SUPABASE_URL', hasSupabase ? url : '')
      vi.stubEnv('VITE_SUPABASE_ANON_KEY', anonKey)
      const realFetch = globalThis.fetch
      vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) =>
        realFetch(input === '/api/chat-token' ? `${url}/functions/v1/chatengine-token` : input, init),
      )
      onTestFinished(() => {
        vi.unstubAllEnvs()
        vi.unstubAllGlobals()
      })
      // A module of its own for each: it reads the environment when it is loaded.
      const file = `src/Server.${name}${hasSupabase ? '.supabase' : ''}.tsx`
      await write(file, code)
      const { Crm, MarkRead } = await load<ServerBlock>(file)
      render(
        <Crm>
          <Newest MarkRead={MarkRead} />
        </Crm>,
      )
      return url
    }

    it('that lists and follows, and offers only what there is a way to do', async () => {
      const url = await open({ hasSupabase: false })
      const text = `Oi de ${name}?`
      await (name === 'chatEngine' ? receiveHere(text) : receive(url, text))
      await screen.findByText(new RegExp(`^${text.replace('?', '\\?')} · [1-9]`))
      expect(screen.queryAllByRole('button', { name: 'Mark as read' })).toHaveLength(name === 'chatEngine' ? 1 : 0)
    })

    if (name === 'chatEngine') return
    it('and with Supabase beneath it the rest as well', async () => {
      const url = await open({ hasSupabase: true })
      const text = `Tudo bem, ${name}?`
      await receive(url, text)
      await screen.findByText(new RegExp(`^${text.replace('?', '\\?')} · [1-9]`))
      fireEvent.click(screen.getByRole('button', { name: 'Mark as read' }))
      await screen.findByText(`${text} · 0`)
    })
  })

  it('shows the core without React', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    const { chatEngine, createConversation } = createWorkspace()
    const id = await createConversation(['one', 'two'])
    const getToken = async () => {
      const response = await fetch(chatEngine.tokenEndpoint ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ workspace_id: chatEngine.workspaceId }),
      })
      return ((await response.json()) as { token: string }).token
    }
    const { follow } = await load<{ follow: (...args: unknown[]) => () => void }>('src/core.ts')
    const stop = follow(chatEngine.url, getToken, id)
    await vi.waitFor(() => expect(log).toHaveBeenCalledWith(2), { timeout: 10_000 })
    stop()
    log.mockRestore()
  })
})
