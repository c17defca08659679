/** What is done to the way between this page and the server; Supabase's way is another one and stays. */
export type LineMode = 'on' | 'off' | 'unreachable' | 'half-open' | 'refused'

let isDead = false

/** The addresses of the three wires: only their lines are tampered with. */
const isServer = (url: string) => /\/api\/(ws|chat)\b|\/(pytake|kanban)\/(socket\.io|api)\b/.test(url)

/**
 * Makes every connection to the server stand and say nothing, as after a sleep or a lost Wi-Fi. A browser offers no such
 * thing, so the sockets of this page are deaf and dumb from here on; until it is taken back.
 */
export function setHalfOpen(next: boolean): void {
  isDead = next
}

/** `fetch` over that line: requests to the server hang until they are given up. */
export const lineFetch: typeof fetch = (input, init) => {
  const url = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url
  if (!isDead || !isServer(url)) return fetch(input, init)
  return new Promise((_, reject) => {
    init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
  })
}

const { prototype } = WebSocket
const onmessage = Object.getOwnPropertyDescriptor(prototype, 'onmessage')
// oxlint-disable-next-line typescript/unbound-method -- called on the socket it is asked of
const { send } = prototype

prototype.send = function sendUnlessDead(data) {
  if (!(isDead && isServer(this.url))) send.call(this, data)
}
if (onmessage?.set) {
  const { set } = onmessage
  Object.defineProperty(prototype, 'onmessage', {
    ...onmessage,
    set(this: WebSocket, listener: ((event: MessageEvent) => void) | null) {
      set.call(this, (event: MessageEvent) => {
        if (!(isDead && isServer(this.url))) listener?.call(this, event)
      })
    },
  })
}
