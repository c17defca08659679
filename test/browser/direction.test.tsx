import { expect, it } from 'vitest'
import { render } from 'vitest-browser-react'
import { buildMessage } from '../../src/testing/builders.ts'
import { AttachmentPreview } from '../../src/ui/composer/AttachmentPreview.tsx'
import { Composer } from '../../src/ui/composer/Composer.tsx'
import { TemplatePicker } from '../../src/ui/composer/TemplatePicker.tsx'
import { ConversationListTools } from '../../src/ui/ConversationListTools.tsx'
import { MessageAttachment } from '../../src/ui/messages/MessageAttachment.tsx'
import { MessageLocation } from '../../src/ui/messages/MessageLocation.tsx'
import { PresenceList } from '../../src/ui/PresenceList.tsx'
import { SearchPanel } from '../../src/ui/search/SearchPanel.tsx'
import '../../src/ui/styles.css'

const nothing = () => {}
const file = new File(['x'], 'tabela.pdf', { type: 'application/pdf' })
const attachment = { id: 'a', url: 'https://x.example/a.pdf', thumbnailUrl: null, mimeType: 'application/pdf' }
const location = { latitude: 1, longitude: 2, name: 'Avenida Paulista', address: null }

/** How far the words of an element are from where one begins to read in its box, in px. */
function measure(element: Element) {
  const words = document.createRange()
  words.selectNodeContents(element)
  return element.getBoundingClientRect().right - words.getBoundingClientRect().right
}

it.each([
  [
    'a file that goes',
    '.crm-outgoing li > :is(bdi, small)',
    () => (
      <AttachmentPreview
        attachments={[
          { id: 'a', file, state: 'ready' },
          { id: 'b', file, state: 'failed', error: 'Refused.' },
        ]}
        onRemove={nothing}
      />
    ),
  ],
  [
    'a template',
    '[role=option] > span',
    () => (
      <TemplatePicker
        templates={[{ id: 'a', name: 'a', body: 'Olá!', language: 'pt_BR' }]}
        onChoose={nothing}
        onClose={nothing}
      />
    ),
  ],
  [
    'a file of a message',
    '.crm-file-text > *',
    () => (
      <MessageAttachment
        type="document"
        attachment={{ ...attachment, filename: 'tabela-de-precos.pdf', sizeBytes: 1 }}
      />
    ),
  ],
  [
    'who is here, too',
    '.crm-here bdi',
    () => (
      <PresenceList
        presences={[{ userId: 'u', userName: 'Carlos', status: 'online', viewing: null, lastSeenAt: null }]}
      />
    ),
  ],
  ['a place', '.crm-file-text > *', () => <MessageLocation location={location} />],
])('from right to left, the Latin words of %s stand where one begins to read', async (_, selector, show) => {
  await render(
    <div className="crm-root" dir="rtl" style={{ width: 480 }}>
      {show()}
    </div>,
  )
  const found = [...document.querySelectorAll(selector)]
  expect(found.length).toBeGreaterThan(0)
  for (const each of found) expect([each.textContent, Math.round(measure(each))]).toEqual([each.textContent, 0])
})

it.each([
  ['the search of the list', () => <ConversationListTools query="" onQueryChange={nothing} />],
  ['the search', () => <SearchPanel query="" results={[]} onQueryChange={nothing} onSelect={nothing} />],
  ['the composer', () => <Composer onSend={nothing} replyTo={buildMessage()} />],
])('from right to left, %s is so while nothing is written in it', async (_, show) => {
  await render(
    <div className="crm-root" dir="rtl">
      {show()}
    </div>,
  )
  const box = document.querySelector('input, textarea')
  expect(box && getComputedStyle(box).direction).toBe('rtl')
})
