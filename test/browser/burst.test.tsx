import { describe, expect, it } from 'vitest'
import { render } from 'vitest-browser-react'
import { page, userEvent } from 'vitest/browser'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import { createFakeBackend } from '../../src/testing/fakeBackend.ts'
import { ConversationTestProvider } from '../../src/testing/react/ConversationTestProvider.tsx'
import { Inbox } from '../../src/ui/Inbox.tsx'
import '../../src/ui/styles.css'

const BURST = 1_000
const BURSTS = [
  { name: 'a thousand messages in a second', each: 20 },
  { name: 'a thousand messages at once', each: BURST },
]

describe('the inbox in a burst', () => {
  it.each(BURSTS)('of $name shows every message and loses no key of a person who is typing', async ({ each }) => {
    const fake = createFakeBackend()
    fake.conversations.set('c', buildConversation({ id: 'c' }))
    for (let number = 0; number < 60; number += 1) {
      const message = buildMessage({ id: `old-${number}`, conversationId: 'c', text: `Old ${number}` })
      fake.messages.set(message.id, message)
    }
    await render(
      <div style={{ height: 600 }}>
        <ConversationTestProvider fake={fake}>
          <Inbox opensLatest />
        </ConversationTestProvider>
      </div>,
    )
    await expect.element(page.getByText('Old 59')).toBeVisible()
    await expect.element(page.getByText('Live', { exact: true })).toBeVisible()
    const box = page.getByRole('textbox')
    await userEvent.click(box)
    await userEvent.keyboard('Warm ')

    let written = 0
    const timer = setInterval(() => {
      for (let count = 0; count < each && written < BURST; count += 1) {
        written += 1
        fake.write(buildMessage({ id: `burst-${10_000 + written}`, conversationId: 'c', text: `Burst ${written}` }))
      }
    }, 20)
    const sentence = 'The quick brown fox jumps over the lazy dog, and over a thousand messages.'
    await userEvent.keyboard(sentence)
    await expect.poll(() => written).toBe(BURST)
    clearInterval(timer)
    await expect.poll(() => [...document.querySelectorAll('.crm-text')].at(-1)?.textContent).toBe(`Burst ${BURST}`)
    await expect.element(box).toHaveValue(`Warm ${sentence}`)
    await expect
      .poll(() => document.querySelector('.crm-messages > li')?.getAttribute('aria-setsize'))
      .toMatch(/^(-1|1060)$/)
  })
})
