export interface ReactContestant {
  readonly name: string
  /** Its screen in `page/main.tsx`. */
  readonly screen: string
  /** `yardstick`: what cannot be beaten by much. */
  readonly kind: 'us' | 'yardstick' | 'peer'
}

export const yardstick = toContestant('by hand: a store told of once per frame', 'perFrame', 'yardstick')
export const ours = toContestant('react-crm-conversations', 'ours', 'us')
export const naive = toContestant('setState per event', 'setState')
export const storePerEvent = toContestant('useSyncExternalStore per event', 'perEvent')
export const queryPerEvent = toContestant('TanStack Query per event, sorted', 'queryPerEvent')
export const queryPerFrame = toContestant('TanStack Query once per frame', 'queryPerFrame')
/** Needs the peers' packages. */
export const tanstackDb = toContestant('TanStack DB, newest 50', 'tanstackDb')

function toContestant(name: string, screen: string, kind: ReactContestant['kind'] = 'peer'): ReactContestant {
  return { name, screen, kind }
}
