import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ConversationProvider } from '../../../src/index.ts'
import { Inbox } from '../../../src/ui/Inbox.tsx'
import '../../../src/ui/styles.css'

/** A CRM of one screen; `?engine=` says where its ChatEngine is, `?supabase=` and `&key=` what is fallen back to. */
export function showInbox(): void {
  const parameters = new URLSearchParams(location.search)
  const url = parameters.get('engine') ?? undefined
  const project = parameters.get('supabase')
  const supabase = project !== null && {
    url: project,
    anonKey: parameters.get('key') ?? '',
    workspaceId: 'demo',
    tokenEndpoint: `${project}/functions/v1/chatengine-token`,
    tables: { preset: 'migrated' } as const,
  }
  const root = document.getElementById('app')
  if (root === null) throw new Error('the page has no place for the app')
  createRoot(root).render(
    <StrictMode>
      <ConversationProvider
        chatEngine={{ url, workspaceId: 'demo', tokenEndpoint: `${url}/functions/v1/chatengine-token` }}
        {...(supabase !== false && { supabase })}
      >
        <Inbox opensLatest />
      </ConversationProvider>
    </StrictMode>,
  )
}
