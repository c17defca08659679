import { act, render } from '@testing-library/react'
import { afterEach, expect, it, vi } from 'vitest'
import { toInitialConnectionState, type ConnectionState } from '../../src/connection/connectionState.ts'
import { ConnectionBanner } from '../../src/ui/ConnectionBanner.tsx'

afterEach(() => void vi.useRealTimers())

it('the banner of an outage that lasts overnight says that it began yesterday', () => {
  vi.useFakeTimers({ now: new Date('2026-03-12T23:58:30') })
  const since = Date.parse('2026-03-12T22:15:00')
  const connection: ConnectionState = { ...toInitialConnectionState(since), status: 'offline' }
  const { container } = render(<ConnectionBanner connection={connection} />)
  expect(container.textContent).toMatch(/since 10:15\sPM\./)
  act(() => void vi.advanceTimersByTime(120_000))
  expect(container.textContent).toMatch(/since 10:15\sPM \(yesterday\)\./)
})
