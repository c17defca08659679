import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createChatEngineJwt, type GetToken } from '../../src/auth/chatEngineJwt.ts'
import { createBearerFetch } from '../../src/backends/bearerFetch.ts'
import { unsignedJwt } from '../helpers/jwt.ts'

interface Options {
  readonly getToken?: GetToken
  readonly fetch?: typeof fetch
}

const open = ({ getToken = () => unsignedJwt({}), fetch = async () => Response.json({}) }: Options) =>
  createBearerFetch({
    baseUrl: 'http://127.0.0.1:9',
    tokens: createChatEngineJwt({ getToken }),
    fetch,
    readField: (body) => (body as { field: string }).field,
  })
const request = { what: 'send the message', path: '/messages', method: 'POST' } as const

describe('a request', () => {
  it('for which there is no token is told from one that was cut off: nothing has left', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>()
    const ask = open({
      fetch,
      getToken: () => {
        throw new TypeError('Failed to fetch')
      },
    })
    await expect(ask(request)).rejects.toMatchObject({ code: 'disconnected' })
    await expect(open({ fetch, getToken: () => null })(request)).rejects.toMatchObject({ code: 'unauthorized' })
    expect(fetch).not.toHaveBeenCalled()
  })

  it('ends when whoever asked has gone, or too late an answer is waited for no more, and holds on to nothing', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const signals: AbortSignal[] = []
    const hang: typeof globalThis.fetch = (_, { signal } = {}) =>
      new Promise((_resolve, reject) => {
        if (!signal) return
        signals.push(signal)
        signal.addEventListener('abort', () => reject(signal.reason as Error))
      })
    const page = new AbortController()
    const removed = vi.spyOn(page.signal, 'removeEventListener')
    const errors = [page.signal, undefined].map((signal) =>
      open({ fetch: hang })({ ...request, signal }).catch((cause: unknown) => cause),
    )
    await vi.advanceTimersByTimeAsync(0)
    page.abort()
    await vi.advanceTimersByTimeAsync(15_000)
    expect(await Promise.all(errors)).toMatchObject([{ code: 'aborted' }, { code: 'timeout' }])
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
    expect([removed.mock.calls.length, vi.getTimerCount()]).toEqual([1, 0])
  })

  it('that is refused names the field, and never what a server may quote instead', async () => {
    const refuse = (field: string) =>
      open({ fetch: async () => Response.json({ field }, { status: 400 }) })(request).catch((cause: unknown) => cause)
    expect(await refuse('attachments[0].url')).toMatchObject({ field: 'attachments[0].url' })
    const error = await refuse('my card number is 4111')
    expect(error).toMatchObject({ code: 'invalid_payload', field: null })
    expect(String(error)).not.toContain('4111')
  })
})
