import { describe, expect, it } from 'vitest'
import { buildMessage } from '../../src/testing/builders.ts'
import { findArrivals } from '../../src/domain/messageNews.ts'
import { findFailures } from '../../src/domain/messageNews.ts'
import { findFirstUnread } from '../../src/domain/messageNews.ts'
import { createMessageFinder } from '../../src/ui/messages/messageFinder.ts'

const [first, second, third, fourth] = [1, 2, 3, 4].map((number) => buildMessage({ id: `m${number}` })) as [
  ReturnType<typeof buildMessage>,
  ReturnType<typeof buildMessage>,
  ReturnType<typeof buildMessage>,
  ReturnType<typeof buildMessage>,
]
const own = buildMessage({ id: 'own', clientId: 'click', direction: 'outbound', status: 'sending' })

describe('what has just arrived', () => {
  it('is what stands after the newest that was there', () => {
    expect(findArrivals([first], [first, second, third])).toEqual([second, third])
  })
  it('is not an older page, an edit, or what was late', () => {
    expect(findArrivals([third], [first, second, third])).toEqual([])
    expect(findArrivals([first, third], [first, second, { ...third, text: 'other' }])).toEqual([])
  })
  it('is not what was written here, sent or not', () => {
    expect(findArrivals([first], [first, own])).toEqual([])
    expect(findArrivals([first, own], [first, { ...own, id: 'real', status: 'sent' }])).toEqual([])
    expect(findArrivals([first, own], [first, second, own])).toEqual([second])
  })
  it('is what a colleague has written, though it has a client id of its own', () => {
    const colleague = buildMessage({ id: 'm5', clientId: 'their click', direction: 'outbound', status: 'pending' })
    expect(findArrivals([first], [first, colleague])).toEqual([colleague])
    expect(findArrivals([first, own], [first, colleague, own])).toEqual([colleague])
  })
  it('is nothing when a conversation is shown for the first time', () => {
    expect(findArrivals([], [first, second])).toEqual([])
  })
})

describe('the first unread message', () => {
  it('is counted back over what the customer wrote', () => {
    expect(findFirstUnread([first, own, second, third], 2)).toBe(2)
    expect(findFirstUnread([first, own, second, third], 3)).toBe(0)
  })
  it('is the oldest there is when fewer are loaded, and none when all was read', () => {
    expect(findFirstUnread([first, second], 120)).toBe(0)
    expect(findFirstUnread([first, second], 0)).toBe(-1)
  })
})

describe('the finder', () => {
  it('finds again what has moved, and what comes with an older page', () => {
    const find = createMessageFinder()
    expect(find([third, fourth], 'm4')).toBe(1)
    expect(find([second, third, fourth], 'm4')).toBe(2)
    expect(find([second, third, fourth], 'm1')).toBe(-1)
    expect(find([first, second, third, fourth], 'm1')).toBe(0)
  })
})

describe('own messages that fail', () => {
  const own = buildMessage({ direction: 'outbound', status: 'sending', clientId: 'click' })
  const failed = { ...own, id: 'real', status: 'failed' } as const

  it('are found in the moment they fail, also when they have got their real id', () => {
    expect(findFailures([own], [failed])).toEqual([failed])
    expect(findFailures([{ ...own, status: 'sent' }], [failed])).toEqual([failed])
  })

  it('are no news a second time, when they come with the history, or when the customer’s fail', () => {
    expect(findFailures([failed], [{ ...failed, text: 'edited' }])).toEqual([])
    expect(findFailures([], [failed])).toEqual([])
    expect(findFailures([{ ...own, direction: 'inbound' }], [{ ...failed, direction: 'inbound' }])).toEqual([])
  })

  it('are news again when a retry has failed, too', () => {
    expect(findFailures([{ ...failed, status: 'sending' }], [failed])).toEqual([failed])
  })
})
