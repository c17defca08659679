// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'
import { ConversationError } from '../../src/domain/errors.ts'
import { connect, connected, serve } from '../helpers/socketClient.ts'
import type { WebSocketClient } from '../../src/transports/webSocketClient.ts'

const status = (client: WebSocketClient) => client.state.get().status

describe('a connection that is refused', () => {
  it('renews a refused token once, connects with the new one, and starts over with the next refusal', async () => {
    const asked: boolean[] = []
    let good = 'renewed'
    const server = await serve((io) =>
      io.use((socket, next) =>
        next(socket.handshake.auth['token'] === good ? undefined : new Error('unauthorized: jwt expired')),
      ),
    )
    const client = connect(server.url, {
      auth: async ({ renew }) => {
        asked.push(renew)
        return { token: renew ? good : 'stale' }
      },
    })
    await connected(client)
    expect(asked).toEqual([false, true])
    good = 'renewed again'
    server.io().disconnectSockets(true)
    await expect.poll(() => asked).toEqual([false, true, false, true])
    await connected(client)
  })

  it('says unauthorized when the renewed token is refused too, and tries again when the page becomes visible', async () => {
    let isGood = false
    let attempts = 0
    const server = await serve((io) =>
      io.use((_, next) => {
        attempts += 1
        next(isGood ? undefined : Object.assign(new Error('no'), { data: { code: 'TOKEN_INVALID' } }))
      }),
    )
    const client = connect(server.url)
    await expect.poll(() => status(client)).toBe('unauthorized')
    expect(attempts).toBe(2)
    isGood = true
    document.dispatchEvent(new Event('visibilitychange'))
    await connected(client)
  })

  it('says unauthorized without knocking when there is no token to be had', async () => {
    const server = await serve()
    const client = connect(server.url, {
      auth: () => Promise.reject(new ConversationError('unauthorized', 'unable to get a token; nobody is signed in')),
    })
    await expect.poll(() => status(client)).toBe('unauthorized')
    expect(server.io().engine.clientsCount).toBe(0)
  })

  it('waits when the refusal has nothing to do with the token', async () => {
    let isFull = true
    const server = await serve((io) =>
      io.use((_, next) =>
        next(isFull ? Object.assign(new Error('full'), { data: { code: 'TOO_MANY_CONNECTIONS' } }) : undefined),
      ),
    )
    const client = connect(server.url)
    await expect.poll(() => status(client)).toBe('waiting')
    isFull = false
    await connected(client)
  })

  it('asks for another token until there is one, though asking fails for a moment', async () => {
    const server = await serve((io) =>
      io.use((socket, next) =>
        next(socket.handshake.auth['token'] === 'good' ? undefined : new Error('unauthorized: jwt expired')),
      ),
    )
    const asked: boolean[] = []
    const client = connect(server.url, {
      auth: async ({ renew }) => {
        asked.push(renew)
        if (asked.length === 2) throw new ConversationError('server_error', 'the token server answered 500')
        return { token: renew ? 'good' : 'stale' }
      },
    })
    await connected(client)
    expect(asked).toEqual([false, true, true])
  })

  it('goes on trying, each time with another token, when the reason given says nothing of the token', async () => {
    let isBroken = true
    let attempts = 0
    const server = await serve((io) =>
      io.use((_, next) => {
        attempts += 1
        next(isBroken ? new Error('connect ECONNREFUSED 127.0.0.1:6379') : undefined)
      }),
    )
    const asked: boolean[] = []
    const client = connect(server.url, {
      auth: async ({ renew }) => {
        asked.push(renew)
        return { token: 't' }
      },
    })
    await expect.poll(() => attempts).toBe(2)
    isBroken = false
    await connected(client)
    expect(asked).toEqual([false, true, true])
  })
})
