'use client'
import { useEffect, useMemo } from 'react'
import {
  createChatEngineJwt,
  type ChatEngineJwtOptions,
  type TokenSource,
  type TokenState,
} from '../auth/chatEngineJwt.ts'
import type { ConversationError } from '../domain/errors.ts'
import { createStore } from '../lib/store.ts'
import { useLatest } from './useLatest.ts'
import { useStore } from './useStore.ts'

export interface ChatEngineJwtResult {
  /** `unauthorized`: the CRM's server says that nobody is signed in. */
  readonly status: TokenState['status']
  /** The token, while it is good. */
  readonly token: string | null
  readonly error: ConversationError | null
  /** When it expires, in ms on this side's clock; `null` for never, or not known. */
  readonly expiresAt: number | null
  /** Asks for a new one now. */
  readonly refresh: () => void
  /** The source behind it, for a `WebSocketClient`. */
  readonly source: TokenSource | null
}

const NONE = createStore<TokenState>({ status: 'idle' })

/**
 * A ChatEngine JWT that renews itself before it expires. `null` for no token at all.
 *
 * @example
 * const { token, status } = useChatEngineJwt({ workspaceId: 'w1', tokenEndpoint: '/api/chatengine-token' })
 */
export function useChatEngineJwt(options: ChatEngineJwtOptions | null): ChatEngineJwtResult {
  const latest = useLatest(options)
  const { tokenEndpoint, workspaceId } = options ?? {}
  const isOn = options !== null
  const hasGetter = options?.getToken !== undefined
  const source = useMemo(
    () =>
      isOn
        ? createChatEngineJwt({
            ...latest.current,
            tokenEndpoint,
            workspaceId,
            ...(hasGetter && { getToken: (request) => latest.current?.getToken?.(request) ?? null }),
          })
        : null,
    [isOn, hasGetter, tokenEndpoint, workspaceId, latest],
  )
  const state = useStore(source?.state ?? NONE)
  useEffect(() => {
    if (source === null) return undefined
    const stop = source.keepFresh(() => {})
    source.get({ reason: 'connect' }).catch(() => {})
    return stop
  }, [source])

  return {
    status: state.status,
    token: state.status === 'ready' ? (source?.peek() ?? null) : null,
    error: state.status === 'unauthorized' || state.status === 'error' ? state.error : null,
    expiresAt: state.status === 'ready' ? state.expiresAt : null,
    refresh: () => {
      source?.get({ reason: 'expiring', unlike: source.peek() }).catch(() => {})
    },
    source,
  }
}
