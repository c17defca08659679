/** This library as an application has it: the provider, the hook, and the backend over its own socket. */
import { useEffect, useState } from 'react'
import { chatEngine, createConversationClient } from '../../../../src/core.ts'
import type { Message } from '../../../../src/domain/message.ts'
import { ConversationProvider, useConnection, useMessages } from '../../../../src/index.ts'
import { CONVERSATION } from '../../ingest/input.ts'
import { keepLoaded, toLoaded } from '../../ingest/loadedHistory.ts'
import { MessageRows } from './MessageRows.tsx'
import type { ScreenModule, ScreenProps } from './screen.ts'

export const throughHooks: ScreenModule['createScreen'] = (history) => {
  const loaded = toLoaded(history as readonly Message[])
  return ({ url, token, onReady }: ScreenProps) => {
    const [client] = useState(() => {
      const backend = chatEngine({ url, workspaceId: 'demo', getToken: () => token })
      const client = createConversationClient({ backends: [backend] })
      keepLoaded(client, loaded)
      return client
    })
    return (
      <ConversationProvider client={client}>
        <Thread />
        <Ready onReady={onReady} />
      </ConversationProvider>
    )
  }
}

function Thread() {
  const { messages } = useMessages(CONVERSATION)
  return <MessageRows messages={messages} />
}

function Ready({ onReady }: Pick<ScreenProps, 'onReady'>) {
  const { status } = useConnection()
  useEffect(() => {
    if (status === 'connected') onReady()
  }, [status, onReady])
  return null
}
