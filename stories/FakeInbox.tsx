import { useEffect, useState, type ReactNode } from 'react'
import { createConversationClient } from '../src/client/createConversationClient.ts'
import { ConversationProvider } from '../src/react/ConversationProvider.tsx'
import { createFakeBackend, type FakeBackend } from '../src/testing/fakeBackend.ts'
import { Inbox } from '../src/ui/Inbox.tsx'
import { sampleConversations, sampleMessages } from './parts/samples.ts'

export interface FakeInboxProps {
  /** What is done to the backend before the inbox is mounted. */
  readonly arrange?: (fake: FakeBackend) => void
  /** What happens to it afterwards. */
  readonly act?: (fake: FakeBackend) => void
  readonly isEmpty?: boolean
}

/** The real inbox and the real hooks over a backend in memory, for the states that a healthy server never shows. */
export function FakeInbox({ arrange, act, isEmpty = false }: FakeInboxProps): ReactNode {
  const [{ fake, client }] = useState(() => {
    const backend = createFakeBackend()
    if (!isEmpty) {
      for (const conversation of sampleConversations) backend.conversations.set(conversation.id, conversation)
      for (const message of sampleMessages) backend.messages.set(message.id, message)
    }
    arrange?.(backend)
    return { fake: backend, client: createConversationClient({ backends: [backend.backend], polling: false }) }
  })
  useEffect(() => {
    const timer = setTimeout(() => act?.(fake), 300)
    return () => clearTimeout(timer)
  }, [act, fake])
  return (
    <ConversationProvider client={client}>
      <Inbox opensLatest />
    </ConversationProvider>
  )
}
