import { toScreen, type Store } from './byHand.tsx'
import type { ScreenModule, Shown } from './screen.ts'

// @ts-expect-error Plain JavaScript: its packages are there only where peers are measured.
const { createLiveList } = (await import('../../ingest/peers/liveList.mjs')) as {
  readonly createLiveList: (history: readonly Shown[]) => Store
}

export const liveQuery: ScreenModule['createScreen'] = (history) => toScreen(createLiveList(history))
