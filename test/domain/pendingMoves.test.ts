import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareConversations } from '../../src/domain/conversation.ts'
import { buildConversation } from '../../src/testing/builders.ts'
import { findCard, getNeighbour, placeMove, type BoardColumn } from '../../src/domain/boardColumns.ts'
import { placeMoves, reduceMoves, type PendingMove } from '../../src/domain/pendingMoves.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 12, minute)).toISOString()
/** A column by the minutes of its conversations' last messages, which are their ids, too. */
const column = (id: string, ...minutes: readonly number[]): BoardColumn => ({
  id,
  title: id,
  conversations: minutes.map((minute) => buildConversation({ id: `c${minute}`, lastMessageAt: at(minute) })),
})
const columns = [column('new', 50, 30, 10), column('won', 40, 20), column('lost')]
const toIds = (shown: readonly BoardColumn[]) =>
  shown.map(({ conversations }) => conversations.map(({ id }) => Number(id.slice(1))))
const move = { conversationId: 'c30', fromColumnId: 'new', toColumnId: 'won' }
const started = reduceMoves([], { type: 'started', move })

describe('a move that is on its way', () => {
  it('is shown at the place that the latest activity gives it', () => {
    expect(toIds(placeMoves(columns, started))).toEqual([[50, 10], [40, 30, 20], []])
    expect(toIds(placeMove(columns, { ...move, toColumnId: 'lost' }))).toEqual([[50, 10], [40, 20], [30]])
  })

  it('leaves every other column the same object, and all of them when it changes nothing', () => {
    const [, , lost] = placeMoves(columns, started)
    expect(lost).toBe(columns[2])
    expect(placeMove(columns, { ...move, toColumnId: 'new' })).toBe(columns)
    expect(placeMove(columns, { ...move, toColumnId: 'gone' })).toBe(columns)
    expect(placeMove(columns, { ...move, conversationId: 'gone' })).toBe(columns)
  })

  it('counts where the count is given', () => {
    const counted = columns.map((each) => ({ ...each, count: 100 }))
    expect(placeMove(counted, move).map(({ count }) => count)).toEqual([99, 101, 100])
  })

  it('goes back when it is refused', () => {
    expect(reduceMoves(started, { type: 'refused', move })).toEqual([])
  })

  it('stays through changes of the columns until it is answered', () => {
    expect(reduceMoves(started, { type: 'columns', columns })).toBe(started)
    expect(reduceMoves(started, { type: 'columns', columns: placeMove(columns, move) })).toBe(started)
    expect(reduceMoves(started, { type: 'settled' })).toBe(started)
  })

  it('waits, once accepted, for the columns to show it, and not for ever', () => {
    const accepted = reduceMoves(started, { type: 'accepted', move })
    expect(toIds(placeMoves(columns, accepted))[1]).toEqual([40, 30, 20])
    expect(reduceMoves(accepted, { type: 'columns', columns })).toBe(accepted)
    expect(reduceMoves(accepted, { type: 'columns', columns: placeMove(columns, move) })).toEqual([])
    // A colleague has taken it further in the meantime.
    const further = placeMove(columns, { ...move, toColumnId: 'lost' })
    expect(reduceMoves(accepted, { type: 'columns', columns: further })).toEqual([])
    expect(reduceMoves(accepted, { type: 'settled' })).toEqual([])
  })

  it('ends with its card', () => {
    expect(reduceMoves(started, { type: 'columns', columns: [column('new', 50), column('won')] })).toEqual([])
  })

  it('is one a card: the later one counts', () => {
    const again = reduceMoves(started, { type: 'started', move: { ...move, toColumnId: 'lost' } })
    expect(again).toHaveLength(1)
    expect(toIds(placeMoves(columns, again))[2]).toEqual([30])
  })

  it('stays where it was taken last, whichever of its earlier places the columns show', () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    const place = (id: string) => names.map((name) => column(name, ...(name === id ? [1] : [])))
    const route = fc.array(fc.constantFrom(...names.slice(0, 4)), { minLength: 2, maxLength: 6 })
    fc.assert(
      fc.property(route, fc.array(fc.nat()), (tries, news) => {
        const stops = tries.filter((stop, index) => index === 0 || stop !== tries[index - 1])
        const before = stops.slice(0, -1)
        const [first = 'a', target = 'a'] = [stops[0], stops.at(-1)]
        let moves: readonly PendingMove[] = []
        for (const [index, toColumnId] of stops.slice(1).entries()) {
          const next = { conversationId: 'c1', fromColumnId: before[index] ?? 'a', toColumnId }
          moves = reduceMoves(reduceMoves(moves, { type: 'started', move: next }), { type: 'accepted', move: next })
        }
        for (const at of [first, ...news.map((number) => before[number % before.length] ?? first)]) {
          const shown = place(at)
          moves = reduceMoves(moves, { type: 'columns', columns: shown })
          expect(findCard(placeMoves(shown, moves), 'c1')?.column.id).toBe(target)
        }
        expect(reduceMoves(moves, { type: 'columns', columns: place('e') })).toEqual([])
        expect(reduceMoves(moves, { type: 'settled' })).toEqual([])
        if (!before.includes(target))
          expect(reduceMoves(moves, { type: 'columns', columns: place(target) })).toEqual([])
      }),
    )
  })

  it('loses and doubles no card, and keeps the order, whatever is on its way', () => {
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { maxLength: 12 })
    const target = fc.constantFrom('a', 'b', 'c', 'gone')
    fc.assert(
      fc.property(minutes, fc.array(fc.tuple(fc.integer({ min: 0, max: 59 }), target)), (all, tries) => {
        const sorted = all.toSorted((a, b) => b - a)
        const board = ['a', 'b', 'c'].map((id, index) => column(id, ...sorted.filter((each) => each % 3 === index)))
        const moves = tries.reduce<readonly PendingMove[]>((known, [minute, toColumnId]) => {
          const conversationId = `c${minute}`
          const fromColumnId = findCard(board, conversationId)?.column.id ?? 'a'
          return reduceMoves(known, { type: 'started', move: { conversationId, fromColumnId, toColumnId } })
        }, [])
        const placed = placeMoves(board, moves)
        expect(
          toIds(placed)
            .flat()
            .toSorted((a, b) => b - a),
        ).toEqual(sorted)
        for (const { conversations } of placed)
          expect(conversations).toEqual(conversations.toSorted(compareConversations))
      }),
    )
  })
})

describe('getNeighbour', () => {
  it('stops at both ends', () => {
    expect(getNeighbour(columns, 'new', -1)?.id).toBe('new')
    expect(getNeighbour(columns, 'new', 1)?.id).toBe('won')
    expect(getNeighbour(columns, 'won', Infinity)?.id).toBe('lost')
    expect(getNeighbour(columns, 'won', -Infinity)?.id).toBe('new')
    expect(getNeighbour([], 'won', 1)).toBeUndefined()
  })
})
