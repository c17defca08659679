import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ConversationProvider } from '../../../src/index.ts'
import { Inbox } from '../../../src/ui/Inbox.tsx'
import '../../../src/ui/styles.css'

/** A CRM of one screen; `?engine=` says where its ChatEngine is. */
const url = new URLSearchParams(location.search).get('engine') ?? undefined
const root = document.getElementById('app')
if (root === null) throw new Error('the page has no place for the app')
createRoot(root).render(
  <StrictMode>
    <ConversationProvider
      chatEngine={{ url, workspaceId: 'demo', tokenEndpoint: `${url}/functions/v1/chatengine-token` }}
    >
      <Inbox opensLatest />
    </ConversationProvider>
  </StrictMode>,
)
