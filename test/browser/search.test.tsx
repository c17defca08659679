import type { ReactNode } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { userEvent } from 'vitest/browser'
import { buildConversation, buildMessage } from '../../src/testing/builders.ts'
import { BoardCard } from '../../src/ui/board/BoardCard.tsx'
import { en } from '../../src/ui/languages/en.ts'
import { UiProvider } from '../../src/ui/UiProvider.tsx'
import { SearchPanel, type SearchPanelProps } from '../../src/ui/search/SearchPanel.tsx'
import type { SearchResult, SearchResultProps } from '../../src/ui/search/SearchResultView.tsx'
import '../../src/ui/styles.css'

const buildResult = (text: string): SearchResult => ({
  kind: 'message',
  conversation: buildConversation(),
  message: buildMessage({ text }),
})
const panel = (props: Partial<SearchPanelProps>) => (
  <div className="crm-root" style={{ width: 320, height: 500 }}>
    <SearchPanel query="" results={[]} onQueryChange={() => {}} onSelect={() => {}} {...props} />
  </div>
)
const find = (selector: string) => document.querySelector<HTMLElement>(selector)
const getEnd = (selector: string) => find(selector)?.getBoundingClientRect().right ?? 0

it('is as wide as its pane, however long the query that found nothing', async () => {
  await render(panel({ query: 'W'.repeat(300) }))
  expect(find('.crm-state')?.textContent).toContain('WWW')
  expect(find('.crm-root')?.scrollWidth).toBe(320)
})

describe('what the search found', () => {
  it.each([
    ['a long text without blanks', '日本語'.repeat(60)],
    ['as many wide letters as are not left out', '日本語文'.repeat(4)],
    ['an endless word', 'w'.repeat(500)],
    ['short words', 'W '.repeat(20)],
  ])('is in view on a phone after %s', async (_, before) => {
    await render(panel({ query: '検索', results: [buildResult(`${before}検索${'語'.repeat(20)}`)] }))
    expect(find('mark')?.textContent).toBe('検索')
    expect(getEnd('mark')).toBeLessThan(getEnd('.crm-item-preview'))
  })

  it('is looked through once, however one goes through it', async () => {
    const looked = vi.fn<(result: SearchResult) => void>()
    const Result = ({ result }: SearchResultProps): ReactNode => {
      looked(result)
      return 'found'
    }
    const results = [buildResult('one'), buildResult('two')]
    const { rerender } = await render(panel({ query: 'o', results, slots: { Result } }))
    looked.mockClear()
    await userEvent.click(find('input') ?? document.body)
    await userEvent.keyboard('{ArrowDown}{ArrowDown}')
    await rerender(panel({ query: 'o', results, slots: { Result }, isPending: true }))
    expect(looked).not.toHaveBeenCalled()
    await rerender(panel({ query: 'ot', results, slots: { Result } }))
    expect(looked).toHaveBeenCalledTimes(2)
  })
})

describe('a time that was written yesterday', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('says so in a result and on a card, also where the page stays open', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: new Date('2026-03-12T23:58:30') })
    const lastMessageAt = new Date('2026-03-12T23:00:00').toISOString()
    const conversation = buildConversation({ lastMessageAt })
    await render(
      <UiProvider language={{ ...en, locale: 'en-GB' }}>
        {panel({ query: 'x', results: [{ kind: 'conversation', conversation }] })}
        <BoardCard conversation={conversation} assignee={null} isMoving={false} />
      </UiProvider>,
    )
    const getTimes = () => [...document.querySelectorAll('time')].map(({ textContent }) => textContent)
    expect(getTimes()).toEqual(['23:00', '23:00'])
    await vi.advanceTimersByTimeAsync(120_000)
    expect(getTimes()).toEqual(['Yesterday', 'Yesterday'])
  })
})
