import { act } from '@testing-library/react'
import { hydrateRoot, type Root } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { useNow } from '../../src/react/useNow.ts'
import { buildConversation } from '../../src/testing/builders.ts'
import { ConversationItem } from '../../src/ui/ConversationItem.tsx'
import { DayDivider } from '../../src/ui/messages/DayDivider.tsx'

const toIso = (text: string) => new Date(text).toISOString()
const servedAt = Date.parse('2026-03-12T23:59:50')
const lastMessageAt = toIso('2026-03-12T23:40:00')
const conversation = buildConversation({ lastMessageAt, lastInboundAt: lastMessageAt })

function Clock() {
  return <p>{useNow((now) => now.toTimeString().slice(0, 5))}</p>
}

function Screen() {
  return (
    <>
      <Clock />
      <ConversationItem conversation={conversation} isSelected={false} onSelect={() => {}} />
      <DayDivider at={lastMessageAt} />
    </>
  )
}

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('a page from a server', () => {
  it('comes alive without a warning when midnight has passed on the way, and says the right time right after', () => {
    vi.useFakeTimers({ now: servedAt })
    const container = document.createElement('div')
    container.innerHTML = renderToString(<Screen />)
    const served = container.querySelector('.crm-day')
    const errors = vi.spyOn(console, 'error').mockImplementation(() => {})
    const onRecoverableError = vi.fn()
    vi.setSystemTime(servedAt + 20_000)
    let root: Root | undefined
    act(() => {
      root = hydrateRoot(container, <Screen />, { onRecoverableError })
    })
    expect([errors.mock.calls, onRecoverableError.mock.calls]).toEqual([[], []])
    // The page that came is the one that lives: nothing was thrown away and made again.
    expect(container.querySelector('.crm-day')).toBe(served)
    const toText = (selector: string) => container.querySelector(selector)?.textContent
    expect(['p', '.crm-waits', '.crm-time', '.crm-day'].map(toText)).toEqual([
      '00:00',
      'waits 20m',
      'Yesterday',
      'Yesterday',
    ])
    act(() => root?.unmount())
  })
})
