import type { ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { render } from 'vitest-browser-react'
import { cdp, page, userEvent } from 'vitest/browser'
import { ConversationProvider } from '../../src/index.ts'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import { createFakeBackend } from '../../src/testing/fakeBackend.ts'
import { Inbox } from '../../src/ui/Inbox.tsx'
import { TypingIndicator } from '../../src/ui/TypingIndicator.tsx'
import '../../src/ui/styles.css'

/** What a person has set in the system, as the browser hears of it. */
async function prefer(...features: readonly { readonly name: string; readonly value: string }[]) {
  const session = cdp() as unknown as { send: (method: string, params: object) => Promise<void> }
  await session.send('Emulation.setEmulatedMedia', { features })
}
afterEach(() => prefer())

function InboxOf({ width = 1000 }: { readonly width?: number | undefined }): ReactNode {
  const fake = createFakeBackend()
  for (const id of ['c1', 'c2']) {
    const contact = { id: null, name: `Cliente ${id}`, phone: null, avatarUrl: null }
    fake.conversations.set(id, buildConversation({ id, contact, unreadCount: id === 'c2' ? 3 : 0 }))
  }
  const text = 'A long sentence that goes on and on. '.repeat(30)
  for (const [index, direction] of (['inbound', 'outbound'] as const).entries()) {
    const id = `m${index}`
    fake.messages.set(id, buildMessage({ id, conversationId: 'c1', direction, status: 'read', text }))
  }
  const client = createConversationClient({ backends: [fake.backend], polling: false })
  return (
    <div style={{ height: 600, width }}>
      <ConversationProvider client={client}>
        <Inbox />
      </ConversationProvider>
    </div>
  )
}

async function open(width?: number) {
  await render(<InboxOf width={width} />)
  await page.getByRole('button', { name: /^Cliente c1/ }).click()
  await expect.poll(() => document.querySelectorAll('.crm-bubble').length).toBe(2)
}
const find = (selector: string) => {
  const found = document.querySelector<HTMLElement>(selector)
  if (found === null) throw new Error(`there is no ${selector}`)
  return found
}
const look = (selector: string) => getComputedStyle(find(selector))
const hasEdge = ({ borderTopStyle, borderTopWidth }: CSSStyleDeclaration) =>
  borderTopStyle !== 'none' && borderTopWidth !== '0px'

describe('with colours of the system’s own (high contrast)', () => {
  beforeEach(() => prefer({ name: 'forced-colors', value: 'active' }))

  it('what only a ground has said has an edge', async () => {
    await open()
    expect(matchMedia('(forced-colors: active)').matches).toBe(true)
    expect(look("[aria-current='true']").outlineStyle).toBe('solid')
    for (const part of ['.crm-bubble', '.crm-badge', '.crm-avatar', '.crm-pill', '.crm-send']) {
      expect(hasEdge(look(part)), part).toBe(true)
    }
  })

  it('the focus is seen, and so are the ticks', async () => {
    await open()
    await userEvent.tab()
    const focused = getComputedStyle(document.activeElement ?? document.body)
    expect(focused.outlineStyle === 'none' && !hasEdge(focused)).toBe(false)
    expect(look('.crm-bubble .crm-ticks').color).not.toBe(look('.crm-bubble').backgroundColor)
  })
})

describe('with less motion', () => {
  const MOTION = { name: 'prefers-reduced-motion', value: 'reduce' }
  const getLasting = () =>
    document.getAnimations().filter((each) => Number(each.effect?.getComputedTiming().endTime ?? 0) > 10)

  it('nothing moves by itself, where it does otherwise', async () => {
    await prefer({ ...MOTION, value: 'no-preference' })
    await render(
      <div className="crm-root">
        <TypingIndicator typing={[{ type: 'contact', id: 'contact', name: 'Maria' }]} />
      </div>,
    )
    expect(getLasting().length).toBeGreaterThan(0)
    await prefer(MOTION)
    await expect.poll(() => getLasting().length).toBe(0)
  })

  it('an inbox opens without', async () => {
    await prefer(MOTION)
    await open()
    expect(getLasting()).toEqual([])
  })
})

describe('with more contrast', () => {
  it('small print is as strong as it can be', async () => {
    await prefer({ name: 'prefers-contrast', value: 'more' }, { name: 'prefers-color-scheme', value: 'light' })
    await open()
    expect(look('.crm-root').getPropertyValue('--crm-ink')).toContain('#000')
    expect(look('.crm-bubble').color).toBe('rgb(0, 0, 0)')
  })
})

describe('on a screen of 4K', () => {
  it('no line is longer than is read, and both sides of a conversation stay in one view', async () => {
    await open(3_840)
    const [inbound, outbound] = [...document.querySelectorAll('.crm-bubble')].map((each) =>
      each.getBoundingClientRect(),
    )
    expect(inbound?.width).toBeLessThanOrEqual(560)
    expect((outbound?.right ?? Infinity) - (inbound?.left ?? 0)).toBeLessThanOrEqual(1_100)
    expect(find('textarea').getBoundingClientRect().width).toBeLessThanOrEqual(1_100)
    const root = find('.crm-root')
    expect(root.scrollWidth).toBe(root.clientWidth)
  })
})
