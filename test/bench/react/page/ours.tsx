/** This library as an application has it: the provider, the hook, and the backend over its own socket. */
import { useEffect, useState } from 'react'
import { conversationKeys } from '../../../../src/cache/keys.ts'
import { markMerged, type MessageData } from '../../../../src/cache/messageData.ts'
import { chatEngine, createConversationClient } from '../../../../src/core.ts'
import type { Message } from '../../../../src/domain/message.ts'
import { ConversationProvider, useConnection, useMessages } from '../../../../src/index.ts'
import { CONVERSATION } from '../../ingest/input.ts'
import { MessageRows } from './MessageRows.tsx'
import type { ScreenModule, ScreenProps } from './screen.ts'

const PAGE_SIZE = 50

export const throughHooks: ScreenModule['createScreen'] = (history) => {
  const pages = toPages(history as readonly Message[])
  return ({ url, token, onReady }: ScreenProps) => {
    const [client] = useState(() => {
      const backend = chatEngine({ url, workspaceId: 'demo', getToken: () => token })
      const client = createConversationClient({ backends: [backend] })
      client.queryClient.setQueryData(conversationKeys.thread(client.scope, CONVERSATION), pages)
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

/** As somebody has loaded them who has read five thousand messages. */
function toPages(history: readonly Message[]): MessageData {
  const pages: MessageData['pages'] = []
  for (let from = 0; from < history.length; from += PAGE_SIZE) {
    const nextCursor = from === 0 ? null : (history[from]?.id ?? null)
    pages.unshift({ messages: history.slice(from, from + PAGE_SIZE), nextCursor, aside: [] })
  }
  return markMerged({ pages, pageParams: pages.map((_, index) => pages[index - 1]?.nextCursor ?? null) })
}
