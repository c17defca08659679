import { memo, useLayoutEffect } from 'react'
import { describe, expect, it } from 'vitest'
import { render } from 'vitest-browser-react'
import { page } from 'vitest/browser'
import type { Message } from '../../src/domain/message.ts'
import { useMessages } from '../../src/index.ts'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import { createFakeBackend, type FakeBackend } from '../../src/testing/fakeBackend.ts'
import { ConversationTestProvider } from '../../src/testing/react/ConversationTestProvider.tsx'
import { Inbox } from '../../src/ui/Inbox.tsx'
import '../../src/ui/styles.css'

/** What each commit brought to the page, and how often each row was rendered. */
interface Log {
  readonly commits: (readonly string[])[]
  readonly renders: Map<string, number>
}

const Row = memo(({ message, log }: { readonly message: Message; readonly log: Log }) => {
  log.renders.set(message.id, (log.renders.get(message.id) ?? 0) + 1)
  return <li>{message.text}</li>
})

function Thread({ id, log }: { readonly id: string; readonly log: Log }) {
  const { messages, hasNextPage, fetchNextPage } = useMessages(id)
  useLayoutEffect(() => void log.commits.push(shown()))
  return (
    <>
      {hasNextPage && <button onClick={fetchNextPage}>Older</button>}
      <ol>
        {messages.map((message) => (
          <Row key={message.id} message={message} log={log} />
        ))}
      </ol>
    </>
  )
}

const shown = () => [...document.querySelectorAll('li')].map(({ textContent }) => textContent)
const toMessage = (number: number, conversationId = 'a') =>
  buildMessage({ id: `${conversationId}-${1_000 + number}`, conversationId, text: `${conversationId} ${number}` })
/** What was asked for before is done in the same frame, and what React makes of it. */
const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve))

async function open(count: number) {
  const fake = createFakeBackend()
  for (const conversationId of ['a', 'b']) {
    for (let number = 0; number < count; number += 1) {
      const message = toMessage(number, conversationId)
      fake.messages.set(message.id, message)
    }
  }
  const log: Log = { commits: [], renders: new Map() }
  const show = (id: string) => (
    <ConversationTestProvider fake={fake}>
      <Thread id={id} log={log} />
    </ConversationTestProvider>
  )
  const { rerender } = await render(show('a'))
  await expect.poll(shown).toContain(`a ${count - 1}`)
  await expect.poll(() => fake.transport.isJoined('a')).toBe(true)
  return { fake, log, open: (id: string) => rerender(show(id)) }
}

/** Nothing was written for longer than a frame. */
async function beQuiet(fake: FakeBackend) {
  await expect.poll(() => fake.calls.length).toBeGreaterThan(0)
  for (let frame = 0; frame < 4; frame += 1) await nextFrame()
}

describe('a list on screen', () => {
  it('shows a lone message in the task that brought it', async () => {
    const { fake } = await open(3)
    await beQuiet(fake)
    fake.write(toMessage(3))
    await Promise.resolve()
    expect(shown()).toEqual(['a 0', 'a 1', 'a 2', 'a 3'])
  })

  it('shows what was gathered for a frame in that frame, with one commit', async () => {
    const { fake, log } = await open(3)
    await beQuiet(fake)
    fake.write(toMessage(3))
    await Promise.resolve()
    const before = log.commits.length
    for (let number = 4; number < 24; number += 1) fake.write(toMessage(number))
    await Promise.resolve()
    expect(shown()).toHaveLength(4)
    await nextFrame()
    expect(shown()).toHaveLength(24)
    expect(log.commits.length - before).toBe(1)
  })

  it('renders no row again when an older page comes', async () => {
    const { log } = await open(120)
    const before = new Map(log.renders)
    expect(before.size).toBe(50)
    await page.getByRole('button', { name: 'Older' }).click()
    await expect.poll(() => shown().length).toBe(100)
    for (const [id, count] of before) expect([id, log.renders.get(id)]).toEqual([id, count])
  })

  it('opens a conversation that was open before with its messages in the first commit', async () => {
    const { fake, log, open: show } = await open(3)
    await show('b')
    await expect.poll(shown).toEqual(['b 0', 'b 1', 'b 2'])
    await beQuiet(fake)
    const before = log.commits.length
    await show('a')
    expect(log.commits[before]).toEqual(['a 0', 'a 1', 'a 2'])
  })
})

/** What the page's next paint shows. A message posted in a frame is heard right after that. */
const nextPaint = async <Shown,>(read: () => Shown): Promise<Shown> => {
  await nextFrame()
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.addEventListener('message', () => resolve(read()), { once: true })
    port1.start()
    port2.postMessage(null)
  })
}

/** The texts that a reader can see, whatever else is in the page. */
function visible(): readonly (string | null)[] {
  const view = document.querySelector('.crm-messages')?.parentElement?.getBoundingClientRect()
  const rows = [...document.querySelectorAll('.crm-text')]
  return rows
    .filter((row) => {
      const { top, bottom } = row.getBoundingClientRect()
      return view !== undefined && top >= view.top && bottom <= view.bottom
    })
    .map(({ textContent }) => textContent)
}

describe('the inbox', () => {
  it('paints a conversation that was open before at its newest message, in the frame of the click', async () => {
    const fake = createFakeBackend()
    for (const id of ['a', 'b']) {
      fake.conversations.set(id, buildConversation({ id, contact: { ...nobody, name: `Contact ${id}` } }))
      for (let number = 0; number < 60; number += 1) {
        const message = toMessage(number, id)
        fake.messages.set(message.id, message)
      }
    }
    await render(
      <div style={{ height: 600 }}>
        <ConversationTestProvider fake={fake}>
          <Inbox />
        </ConversationTestProvider>
      </div>,
    )
    const click = (id: string) => page.getByRole('button', { name: new RegExp(`^Contact ${id}`) }).element()
    const open = (id: string) => (click(id) as HTMLElement).click()
    await expect.element(page.getByText('Contact a')).toBeVisible()
    for (const id of ['a', 'b']) {
      open(id)
      await expect.poll(() => visible().at(-1)).toBe(`${id} 59`)
    }
    await beQuiet(fake)
    // Whatever was asked for now would come too late.
    fake.holdNext('listMessages')
    open('a')
    expect((await nextPaint(visible)).at(-1)).toBe('a 59')
  })
})

const nobody = { id: null, name: null, phone: null, avatarUrl: null }
