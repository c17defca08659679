import type { ReactNode } from 'react'
import { ConversationTestProvider } from '../src/testing/react/ConversationTestProvider.tsx'
import type { Scenario } from '../src/testing/scenarios/scenario.ts'
import type { TestClient } from '../src/testing/testClient.ts'
import { Inbox } from '../src/ui/Inbox.tsx'
import { sampleConversations, sampleMessages } from './parts/samples.ts'

export interface FakeInboxProps {
  /** Default: a healthy server. */
  readonly scenario?: Scenario
  readonly onReady?: (test: TestClient) => void
}

/** The real inbox and the real hooks over a backend in memory, for the states that a healthy server never shows. */
export function FakeInbox(props: FakeInboxProps): ReactNode {
  return (
    <ConversationTestProvider conversations={sampleConversations} messages={sampleMessages} {...props}>
      <Inbox opensLatest />
    </ConversationTestProvider>
  )
}
