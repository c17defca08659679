import { createRoot } from 'react-dom/client'
import { createConversationClient } from '../../../src/client/createConversationClient.ts'
import { ConversationProvider } from '../../../src/index.ts'
import { buildConversation, buildMessage } from '../../../src/testing/builders.ts'
import { createFakeBackend } from '../../../src/testing/fakeBackend.ts'
import { Inbox } from '../../../src/ui/Inbox.tsx'
import '../../../src/ui/styles.css'

const TEXTS = [
  'Bom dia! Vocês entregam no sábado?',
  'Preciso até as 10 h',
  'O pedido 4831 chegou com a caixa aberta e um dos copos trincado; mando a foto a seguir, https://example.com/p/4831',
]
const EVERY_MS = 20

const fake = createFakeBackend()
for (let number = 0; number < 40; number += 1) fake.conversations.set(`c${number}`, toConversation(number))
for (let number = 0; number < 60; number += 1) {
  const message = buildMessage({ id: `old-${100 + number}`, conversationId: 'c0', text: `Old ${number}` })
  fake.messages.set(message.id, message)
}

function toConversation(number: number) {
  const at = new Date(Date.UTC(2026, 0, 5) - number * 60_000).toISOString()
  return buildConversation({ id: `c${number}`, lastMessageAt: at, updatedAt: at })
}

/** The page's side of the bench: writes `count` messages as a server would, `each` every 20 ms. */
function burst(count: number, each: number): Promise<void> {
  const messages = Array.from({ length: count }, (_, index) => toMessage(index + 1))
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (messages.length === count) performance.mark('burst-start')
      messages.splice(0, each).forEach(fake.write)
      if (messages.length > 0) return
      clearInterval(timer)
      resolve()
    }, EVERY_MS)
  })
}

function toMessage(number: number) {
  const direction = number % 4 === 0 ? 'outbound' : 'inbound'
  const text = `${TEXTS[number % TEXTS.length]} ${number}`
  return buildMessage({ id: `burst-${10_000 + number}`, conversationId: 'c0', direction, text })
}
Object.assign(globalThis, { burst })

const root = document.getElementById('app')
if (root === null) throw new Error('the page has no place for the app')
const client = createConversationClient({ backends: [fake.backend], polling: false })
createRoot(root).render(
  <ConversationProvider client={client}>
    <Inbox opensLatest />
  </ConversationProvider>,
)
