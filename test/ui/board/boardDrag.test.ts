import { describe, expect, it } from 'vitest'
import { buildConversation } from '../../../src/testing/builders.ts'
import { placeMove, type BoardColumn } from '../../../src/domain/boardColumns.ts'
import { dragBoard } from '../../../src/ui/board/boardDrag.ts'
import { getEdgeSpeed } from '../../../src/ui/board/edgeSpeed.ts'
import { findArrivedCards } from '../../../src/ui/board/findArrivedCards.ts'

const card = (id: string) => buildConversation({ id })
const column = (id: string, ...ids: readonly string[]): BoardColumn => ({ id, title: id, conversations: ids.map(card) })
const columns = [column('new', 'a', 'b'), column('won', 'c'), column('lost')]
const held = dragBoard(null, { type: 'picked-up', by: 'keyboard', conversationId: 'a' }, columns)

describe('a card that is held', () => {
  it('is over its own column at first', () => {
    expect(held).toEqual({ by: 'keyboard', conversationId: 'a', fromColumnId: 'new', overColumnId: 'new' })
    expect(dragBoard(null, { type: 'picked-up', by: 'pointer', conversationId: 'gone' }, columns)).toBeNull()
  })

  it('is not let go for another one', () => {
    expect(dragBoard(held, { type: 'picked-up', by: 'pointer', conversationId: 'b' }, columns)).toBe(held)
  })

  it('steps from column to column, and from none back to one', () => {
    const won = dragBoard(held, { type: 'stepped', steps: 1 }, columns)
    expect(won?.overColumnId).toBe('won')
    expect(dragBoard(held, { type: 'stepped', steps: -1 }, columns)).toBe(held)
    const outside = dragBoard(won, { type: 'over', columnId: null }, columns)
    expect(outside?.overColumnId).toBeNull()
    expect(dragBoard(outside, { type: 'stepped', steps: 1 }, columns)?.overColumnId).toBe('won')
  })

  it('goes on when other cards come and go', () => {
    expect(dragBoard(held, { type: 'columns' }, [column('new', 'x', 'a'), column('won'), column('lost')])).toBe(held)
  })

  it('is let go when somebody else moves or removes it', () => {
    const taken = placeMove(columns, { conversationId: 'a', fromColumnId: 'new', toColumnId: 'lost' })
    expect(dragBoard(held, { type: 'columns' }, taken)).toBeNull()
    expect(dragBoard(held, { type: 'columns' }, [column('new', 'b')])).toBeNull()
  })

  it('is over nothing when the column under it is gone', () => {
    const won = dragBoard(held, { type: 'over', columnId: 'won' }, columns)
    expect(dragBoard(won, { type: 'columns' }, [columns[0] ?? column('new'), column('lost')])?.overColumnId).toBeNull()
  })

  it('is nothing once it has ended', () => {
    expect(dragBoard(held, { type: 'ended' }, columns)).toBeNull()
    expect(dragBoard(null, { type: 'over', columnId: 'won' }, columns)).toBeNull()
  })
})

describe('findArrivedCards', () => {
  it('names the card that moved, with its direction, and not those that made room', () => {
    const after = placeMove(columns, { conversationId: 'b', fromColumnId: 'new', toColumnId: 'won' })
    expect(findArrivedCards(columns, after)).toEqual([{ conversationId: 'b', inline: -1, block: 0 }])
    expect(findArrivedCards(after, columns)).toEqual([{ conversationId: 'b', inline: 1, block: 0 }])
  })

  it('names a card that rose by a message of its own', () => {
    const [first, ...rest] = columns
    const [a, b] = first?.conversations ?? []
    if (!first || !a || !b) throw new Error('unable to arrange the test')
    const after = [{ ...first, conversations: [{ ...b, unreadCount: 1 }, a] }, ...rest]
    expect(findArrivedCards(columns, after)).toEqual([{ conversationId: 'b', inline: 0, block: 1 }])
  })

  it('names a new card, and neither the next page nor a column that has just loaded', () => {
    const [first = column('new'), ...rest] = columns
    const grown = { ...first, conversations: [card('x'), ...first.conversations, card('older')] }
    expect(findArrivedCards(columns, [grown, ...rest])).toEqual([{ conversationId: 'x', inline: 0, block: 0 }])
    expect(findArrivedCards([{ ...column('new'), isPending: true }, ...rest], columns)).toEqual([])
    expect(findArrivedCards(rest, columns)).toEqual([])
  })
})

describe('getEdgeSpeed', () => {
  it('is still in the middle, and faster the nearer the edge', () => {
    expect(getEdgeSpeed(500, 0, 1_000)).toBe(0)
    expect(getEdgeSpeed(990, 0, 1_000)).toBeGreaterThan(getEdgeSpeed(960, 0, 1_000))
    expect(getEdgeSpeed(960, 0, 1_000)).toBeGreaterThan(0)
    expect(getEdgeSpeed(10, 0, 1_000)).toBe(-getEdgeSpeed(990, 0, 1_000))
    expect(getEdgeSpeed(5_000, 0, 1_000)).toBe(getEdgeSpeed(1_000, 0, 1_000))
  })

  it('leaves a still middle on a phone', () => {
    expect(getEdgeSpeed(50, 0, 100)).toBe(0)
  })
})
