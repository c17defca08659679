import type { ComponentType } from 'react'
import { expect, it } from 'vitest'
import { render } from 'vitest-browser-react'
import { page } from 'vitest/browser'
import { ConversationProvider } from '../../src/index.ts'
import { createWorkspace } from '../helpers/engineControls.ts'

/** The README's own file, as it stands there. */
const FILE = 'src/MyInbox.tsx'

it('the README’s inbox is in another language, with a bubble and a colour of its own', async () => {
  const module: unknown = await import(/* @vite-ignore */ `/test/readme/blocks/browser/${FILE}`)
  const { MyInbox } = module as { readonly MyInbox: ComponentType }
  const workspace = createWorkspace()
  await workspace.createConversation(['Bom dia!'])
  await render(
    <div style={{ height: 600 }}>
      <ConversationProvider chatEngine={workspace.chatEngine}>
        <MyInbox />
      </ConversationProvider>
    </div>,
  )
  await expect.element(page.getByRole('heading', { name: 'Conversas' })).toBeVisible()
  await expect.poll(() => document.querySelector('.my-bubble')?.textContent).toBe('Bom dia!')
  expect(document.querySelector('.crm-bubble')).toBeNull()
  const root = document.querySelector('.crm-root')
  expect(root && getComputedStyle(root).getPropertyValue('--crm-accent')).toContain('#7a2e8e')
})
