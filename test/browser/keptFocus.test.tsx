import { describe, expect, it } from 'vitest'
import { render } from 'vitest-browser-react'
import { userEvent } from 'vitest/browser'
import type { BoardColumn } from '../../src/domain/boardColumns.ts'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import { ConversationBoard } from '../../src/ui/board/ConversationBoard.tsx'
import { ConversationList, type ConversationListProps } from '../../src/ui/ConversationList.tsx'
import { MessageList, type MessageListProps } from '../../src/ui/messages/MessageList.tsx'
import { SearchPanel, type SearchPanelProps } from '../../src/ui/search/SearchPanel.tsx'
import '../../src/ui/styles.css'

const nothing = () => {}
const build = (...ids: readonly string[]) => ids.map((id) => buildConversation({ id }))
const toResults = (...ids: readonly string[]) =>
  build(...ids).map((conversation) => ({ kind: 'conversation', conversation }) as const)

/** Goes to a button as one does without a mouse, and presses it. */
async function press(name: string) {
  for (let steps = 0; steps < 20 && document.activeElement?.textContent !== name; steps += 1) await userEvent.tab()
  expect(document.activeElement?.textContent).toBe(name)
  await userEvent.keyboard('{Enter}')
}
const getCard = () => document.activeElement?.closest<HTMLElement>('[data-card-id]')?.dataset['cardId']
const getRow = () => document.activeElement?.closest<HTMLElement>('[data-conversation-id]')?.dataset['conversationId']
const isOnBoard = () => document.activeElement?.matches('.crm-columns')

describe('the focus on a button that goes when it has done its work', () => {
  describe('of the board', () => {
    const failed = { id: 'won', title: 'Won', conversations: [], isError: true }
    const board = (won: BoardColumn, onReload = nothing) => (
      <div style={{ width: 700, height: 400 }}>
        <ConversationBoard
          columns={[{ id: 'new', title: 'New', conversations: build('a', 'b') }, won]}
          onMove={nothing}
          onReload={onReload}
          onLoadMore={nothing}
        />
      </div>
    )

    it('waits on the board, and goes on at the first card of the column', async () => {
      const { rerender } = await render(board(failed))
      await press('Try again')
      await rerender(board({ ...failed, isPending: true }))
      expect(isOnBoard()).toBe(true)
      await rerender(board({ ...failed, isError: false, conversations: build('c', 'd') }))
      expect(getCard()).toBe('c')
    })

    it('is on it again where that has failed once more, and leaves nobody who went elsewhere', async () => {
      const { rerender } = await render(board(failed))
      await press('Try again')
      await rerender(board({ ...failed, isPending: true }))
      await rerender(board(failed))
      expect(document.activeElement?.textContent).toBe('Try again')
      await userEvent.keyboard('{Enter}')
      await rerender(board({ ...failed, isPending: true }))
      await userEvent.tab()
      expect(getCard()).toBe('a')
      await rerender(board({ ...failed, isError: false, conversations: build('c', 'd') }))
      expect(getCard()).toBe('a')
    })

    it('goes on in the column when there is no more to show', async () => {
      const more = { id: 'won', title: 'Won', conversations: build('c'), hasNextPage: true }
      const { rerender } = await render(board(more))
      await press('Show more')
      await rerender(board({ ...more, conversations: build('c', 'd'), hasNextPage: false }))
      expect(getCard()).toBe('c')
    })
  })

  describe('of the search', () => {
    const search = (props: Partial<SearchPanelProps>) => (
      <div className="crm-root" style={{ width: 320, height: 400 }}>
        <SearchPanel
          query="a"
          results={[]}
          onQueryChange={nothing}
          onSelect={nothing}
          onRetry={nothing}
          onLoadMore={nothing}
          {...props}
        />
      </div>
    )
    const isInBox = () => document.activeElement?.matches('input')

    it.each([
      ['nothing was found before', []],
      ['results stand above it', toResults('a')],
    ])('goes to the box, where %s', async (_, results) => {
      const { rerender } = await render(search({ isError: true, results }))
      await press('Try again')
      await rerender(search({ isPending: true, results }))
      expect(isInBox()).toBe(true)
      await rerender(search({ results: toResults('a', 'b') }))
      expect(isInBox()).toBe(true)
    })

    it('stays on it while there is more to show, and then goes to the box', async () => {
      const { rerender } = await render(search({ results: toResults('a'), hasNextPage: true }))
      await press('Show more')
      await rerender(search({ results: toResults('a', 'b'), hasNextPage: true }))
      expect(document.activeElement?.textContent).toBe('Show more')
      await rerender(search({ results: toResults('a', 'b', 'c') }))
      expect(isInBox()).toBe(true)
    })

    it('calls up no keyboard for who has touched it', async () => {
      const { rerender } = await render(search({ isError: true }))
      await userEvent.click(document.querySelector('.crm-state button') ?? document.body)
      await rerender(search({ isPending: true }))
      expect(isInBox()).toBe(false)
    })
  })

  describe('of the list', () => {
    const list = (props: Partial<ConversationListProps>) => (
      <section className="crm-root crm-pane" tabIndex={-1}>
        <input aria-label="Search" />
        <ConversationList conversations={[]} selectedId={null} onSelect={nothing} onReload={nothing} {...props} />
      </section>
    )

    it.each([
      ['at once', []],
      ['after a while', [{ isPending: true }]],
    ])('goes on at the first row that comes %s', async (_, meanwhile) => {
      const { rerender } = await render(list({ isError: true }))
      await press('Try again')
      for (const props of meanwhile) {
        await rerender(list(props))
        expect(document.activeElement?.matches('.crm-pane')).toBe(true)
      }
      await rerender(list({ conversations: build('a', 'b') }))
      expect(getRow()).toBe('a')
    })

    it('leaves nobody who went elsewhere, and does not come back for them later', async () => {
      const { rerender } = await render(list({ isError: true }))
      await press('Try again')
      document.querySelector('input')?.focus()
      await rerender(list({ conversations: build('a', 'b') }))
      expect(document.activeElement?.matches('input')).toBe(true)
      document.querySelector('input')?.blur()
      await rerender(list({ conversations: build('a', 'b', 'c') }))
      expect(document.activeElement).toBe(document.body)
    })
  })

  describe('of the messages', () => {
    const own = buildMessage({ id: 'own', direction: 'outbound', status: 'failed' })
    const error = { code: 'network_error', message: '', origin: 'client' } as const
    const failed = { ...own, error }
    const messages = (props: Partial<MessageListProps>) => (
      <div className="crm-root" style={{ display: 'flex', width: 320, height: 400 }}>
        <MessageList
          messages={[buildMessage({ id: 'a' }), failed]}
          onRetry={nothing}
          onDiscard={nothing}
          onLoadOlder={nothing}
          {...props}
        />
      </div>
    )
    const isInThread = () => document.activeElement?.matches('.crm-thread, .crm-row')

    it('goes on in the thread when older ones are asked for again', async () => {
      const older = { messages: [buildMessage({ id: 'a' })], hasNextPage: true }
      const { rerender } = await render(messages({ ...older, isFetchNextPageError: true }))
      await press('Try again')
      await rerender(messages({ ...older, isFetchingNextPage: true }))
      expect(isInThread()).toBe(true)
    })

    it.each(['Try again', 'Discard'])('goes on in the thread after “%s”', async (name) => {
      const { rerender } = await render(messages({}))
      await press(name)
      const rest = name === 'Discard' ? [] : [{ ...own, status: 'sending' as const }]
      await rerender(messages({ messages: [buildMessage({ id: 'a' }), ...rest] }))
      expect(isInThread()).toBe(true)
    })
  })
})
