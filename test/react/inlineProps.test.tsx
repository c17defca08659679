import { render } from '@testing-library/react'
import { expect, it } from 'vitest'
import { createStore } from '../../src/lib/store.ts'
import { buildConversation } from '../../src/testing/builders.ts'
import { ConversationList } from '../../src/ui/ConversationList.tsx'
import type { ConversationItemProps } from '../../src/ui/ConversationItem.tsx'
import { en } from '../../src/ui/languages/en.ts'
import { useLanguage } from '../../src/ui/languages/useLanguage.ts'
import { UiProvider } from '../../src/ui/UiProvider.tsx'

it('leaves the rows alone when what tells who types is written out in the markup', () => {
  const drawn: string[] = []
  const slots = {
    Item: ({ conversation }: ConversationItemProps) => {
      drawn.push(conversation.id)
      return <button>{conversation.id}</button>
    },
  }
  const conversations = [buildConversation({ id: 'one' }), buildConversation({ id: 'two' })]
  const nobody = createStore([])
  const list = () => (
    <ConversationList {...{ conversations, slots }} selectedId={null} onSelect={() => {}} watchTyping={() => nobody} />
  )
  const { rerender } = render(list())
  expect(drawn).toEqual(['one', 'two'])
  rerender(list())
  expect(drawn).toEqual(['one', 'two'])
})

it('makes no new formats for a language that is written out in the markup', () => {
  const seen = new Set<unknown>()
  const Seer = () => {
    seen.add(useLanguage())
    return null
  }
  const page = (locale: string) => (
    <UiProvider language={{ ...en, locale }}>
      <Seer />
    </UiProvider>
  )
  const { rerender } = render(page('en-GB'))
  rerender(page('en-GB'))
  expect(seen.size).toBe(1)
  rerender(page('en-AU'))
  expect(seen.size).toBe(2)
})
