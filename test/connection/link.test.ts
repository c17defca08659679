import { describe, expect, it, onTestFinished } from 'vitest'
import { chatEngine } from '../../src/backends/chatEngine/index.ts'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import { unsignedJwt } from '../helpers/jwt.ts'
import { serve } from '../helpers/socketClient.ts'

describe('a link to which nobody was signed in', () => {
  it('comes up with the first token that any request gets', async () => {
    const server = await serve()
    let isSignedIn = false
    const backend = chatEngine({
      url: server.url,
      workspaceId: 'w1',
      getToken: () => (isSignedIn ? unsignedJwt({ workspaceId: 'w1' }) : null),
      fetch: async () => Response.json({ data: [] }),
    })
    const client = createConversationClient({ backends: [backend] })
    onTestFinished(client.mount())
    await expect.poll(() => client.connection.get().status).toBe('unauthorized')
    isSignedIn = true
    const inbox = client.watchConversations()
    onTestFinished(inbox.close)
    await expect.poll(() => client.connection.get().status, { timeout: 5_000 }).toBe('connected')
  })
})
