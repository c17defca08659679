import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { chatEngine } from '../../src/backends/chatEngine/index.ts'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import type { Backend } from '../../src/backends/backend.ts'
import { createLink } from '../../src/connection/link.ts'
import { buildMessage } from '../../src/testing/builders.ts'
import type { DomainEvent } from '../../src/domain/events.ts'
import type { Frame } from '../../src/transports/transport.ts'
import { createFakeBackend } from '../../src/testing/fakeBackend.ts'
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

/** The fake's frames are events already. */
function letMessagesWait(backend: Backend): Backend {
  const isMessage = ({ type }: DomainEvent) => type === 'message.received'
  return {
    ...backend,
    start: () => {
      const session = backend.start()
      const canWait = ({ payload }: Frame) => (payload as readonly DomainEvent[]).every(isMessage)
      return { ...session, dialect: { ...session.dialect, canWait } }
    },
  }
}

/** A link that is up and has been quiet; what it tells, in the groups in which it does. */
async function openQuietLink() {
  const fake = createFakeBackend()
  const link = createLink(letMessagesWait(fake.backend))
  const told: string[][] = []
  link.onEvents((events) => {
    told.push(events.map((event) => (event.type === 'message.received' ? event.message.id : event.type)))
  })
  link.open()
  onTestFinished(link.close)
  link.watch('conversation-1')
  await vi.waitFor(() => expect(fake.transport.isJoined('conversation-1')).toBe(true))
  const say = (...ids: readonly string[]) =>
    ids.forEach((id) => fake.announce({ type: 'message.received', message: buildMessage({ id }) }))
  return { fake, link, told, say }
}

/** A page whose frames are turned by hand. */
function showPage() {
  const due: (() => void)[] = []
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => due.push(callback))
  vi.stubGlobal('cancelAnimationFrame', () => {})
  onTestFinished(() => void vi.unstubAllGlobals())
  return () => due.splice(0).forEach((callback) => callback())
}

describe('a link in a page', () => {
  it('reads a lone frame at once, and a burst once per frame of the page, in order', async () => {
    const turn = showPage()
    const { told, say } = await openQuietLink()
    turn()
    turn()
    told.length = 0
    say('a')
    expect(told).toEqual([['a']])
    say('b', 'c', 'd')
    expect(told).toEqual([['a']])
    turn()
    expect(told).toEqual([['a'], ['b', 'c', 'd']])
  })

  it('reads what cannot wait at once, and before it what came before it', async () => {
    const turn = showPage()
    const { fake, link, told, say } = await openQuietLink()
    turn()
    turn()
    told.length = 0
    const had: boolean[] = []
    link.onEvents(() => had.push(link.capabilities.get().has('crm')))
    say('a', 'b')
    const nobody = { userId: null, userName: null, serverTime: null, tokenExpiresAt: null }
    fake.announce({ type: 'session.started', ...nobody, capabilities: [] })
    expect(told).toEqual([['a'], ['b'], ['session.started']])
    // It takes effect when it is told, and not before.
    expect(had).toEqual([true, true, false])
    say('c')
    turn()
    expect(told.at(-1)).toEqual(['c'])
  })

  it('tells what the line has told before it says that the line is gone, or that a conversation was joined', async () => {
    const turn = showPage()
    const { fake, link, told, say } = await openQuietLink()
    turn()
    turn()
    told.length = 0
    const order: string[] = []
    link.onEvents((events) => order.push(`told ${events.length}`))
    link.onWatched(({ type }) => order.push(type))
    link.state.subscribe(() => order.push(link.state.get().status))
    say('a', 'b')
    link.watch('conversation-2')
    await vi.waitFor(() => expect(order).toContain('joined'))
    say('c')
    fake.drop()
    expect(told).toEqual([['a'], ['b'], ['c']])
    expect(order).toEqual(['told 1', 'told 1', 'joined', 'told 1', 'waiting'])
  })

  it('goes on with what happens to the line where somebody who is told throws', async () => {
    const turn = showPage()
    const reported: unknown[] = []
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
    const { fake, link, told, say } = await openQuietLink()
    turn()
    turn()
    told.length = 0
    const happened: string[] = []
    link.onWatched(({ type }) => happened.push(type))
    link.state.subscribe(() => happened.push(link.state.get().status))
    link.onEvents((events) => {
      if (events.some((event) => event.type === 'message.received' && event.message.id.startsWith('bad'))) throw 'mine'
    })
    say('a', 'bad 1')
    const nobody = { userId: null, userName: null, serverTime: null, tokenExpiresAt: null }
    fake.announce({ type: 'session.started', ...nobody, capabilities: [] })
    expect(told).toEqual([['a'], ['bad 1'], ['session.started']])
    say('bad 2')
    link.watch('conversation-2')
    await vi.waitFor(() => expect(happened).toContain('joined'))
    say('bad 3')
    fake.drop()
    expect(happened.at(-1)).toBe('waiting')
    expect(reported).toEqual(['mine', 'mine', 'mine'])
  })

  it('keeps nothing back where there are no frames', async () => {
    const { told, say } = await openQuietLink()
    told.length = 0
    say('a', 'b', 'c')
    expect(told).toEqual([['a'], ['b'], ['c']])
  })
})
