import { describe, expect, it } from 'vitest'
import { formatPhone, toChannelName } from '../../src/domain/conversation.ts'
import { isGrouped, isNewDay } from '../../src/domain/messageGroups.ts'
import { buildMessage } from '../../src/testing/builders.ts'

const at = (text: string) => new Date(text).toISOString()
const first = buildMessage({ id: 'm1', createdAt: at('2026-03-12T23:58:00') })
const next = (patch: Parameters<typeof buildMessage>[0]) => [
  first,
  buildMessage({ id: 'm2', sender: first.sender, createdAt: at('2026-03-12T23:59:00'), ...patch }),
]

describe('messages of one speaker', () => {
  it('belong together within five minutes', () => {
    expect(isGrouped(next({}), 1)).toBe(true)
    expect(isGrouped(next({ createdAt: at('2026-03-13T00:02:59') }), 1)).toBe(true)
    expect(isGrouped(next({ createdAt: at('2026-03-13T00:03:00') }), 1)).toBe(false)
  })

  it.each([
    ['somebody else’s', { sender: { ...first.sender, id: 'other' } }],
    ['of the other side', { direction: 'outbound' }],
    ['an internal note', { type: 'note' }],
    ['the system’s', { type: 'system' }],
  ] as const)('are none when the second is %s', (_, patch) => expect(isGrouped(next(patch), 1)).toBe(false))

  it('begin with the oldest that is loaded, and are none where there is no message', () => {
    expect(isGrouped([first], 0)).toBe(false)
    expect(isGrouped([first], 1)).toBe(false)
  })
})

it('a day begins with its first message among those that are loaded', () => {
  expect(isNewDay([first], 0)).toBe(true)
  expect(isNewDay(next({}), 1)).toBe(false)
  expect(isNewDay(next({ createdAt: at('2026-03-13T00:00:00') }), 1)).toBe(true)
  expect(isNewDay([first], 1)).toBe(false)
})

it('a number is written as its country writes it, and a channel by its own name', () => {
  expect(['5511988887777', '551133334444', '351912345678', null].map(formatPhone)).toEqual([
    '+55 11 98888-7777',
    '+55 11 3333-4444',
    '+351912345678',
    null,
  ])
  expect(['whatsapp', 'sms', 'telegram', null].map(toChannelName)).toEqual(['WhatsApp', 'SMS', 'Telegram', null])
  expect(['constructor', '__proto__'].map(toChannelName)).toEqual(['Constructor', '__proto__'])
})
