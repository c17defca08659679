/** What the platform has just noticed. */
export type NetworkHint = 'online' | 'offline' | 'visible'

/** What the platform knows about the network and the page; all of it hints, none of it proof. */
export interface NetworkHints {
  /** `false` only when the platform is sure that there is no network. */
  readonly isOnline: () => boolean
  /** `false` only when the platform says that the page is hidden. */
  readonly isVisible: () => boolean
  /** Calls back when the network comes or goes, and when the page becomes visible or returns from the back/forward cache. */
  readonly subscribe: (listener: (hint: NetworkHint) => void) => () => void
  /** Calls back when the page is hidden or shown. */
  readonly onVisibility: (listener: () => void) => () => void
}

/** Reads `navigator.onLine`, `visibilitychange` and `pageshow`; does nothing where they do not exist (Node, workers). */
export function createNetworkHints(): NetworkHints {
  return {
    isOnline: () => globalThis.navigator?.onLine !== false,
    isVisible: () => globalThis.document?.visibilityState !== 'hidden',
    subscribe: (listener) => {
      // Held on to: where a test's page is taken down before us, the global ones are gone when the undo is called.
      const target: Partial<EventTarget> = globalThis.window ?? globalThis
      const page: Document | undefined = globalThis.document
      const onOnline = () => listener('online')
      const onOffline = () => listener('offline')
      const onVisible = () => {
        if (page?.visibilityState !== 'hidden') listener('visible')
      }
      target.addEventListener?.('online', onOnline)
      target.addEventListener?.('offline', onOffline)
      target.addEventListener?.('pageshow', onVisible)
      page?.addEventListener('visibilitychange', onVisible)
      return () => {
        target.removeEventListener?.('online', onOnline)
        target.removeEventListener?.('offline', onOffline)
        target.removeEventListener?.('pageshow', onVisible)
        page?.removeEventListener('visibilitychange', onVisible)
      }
    },
    onVisibility: (listener) => {
      const page: Document | undefined = globalThis.document
      page?.addEventListener('visibilitychange', listener)
      return () => page?.removeEventListener('visibilitychange', listener)
    },
  }
}
