import { fireEvent, render, screen, waitFor } from '@testing-library/react'
import type { ComponentType } from 'react'
import { describe, expect, inject, it, onTestFinished, vi } from 'vitest'
import { createWorkspace } from '../helpers/engineControls.ts'
import { writeBlocks } from '../helpers/readmeBlocks.ts'

const { load } = await writeBlocks('code')

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
