import type { ComponentType } from 'react'
import type { Listed, ListEvent } from '../../ingest/listRules.ts'

/** What a row shows of a message. The domain's `Message` has it, too. */
export interface Shown extends Listed {
  readonly text: string | null
}

export type ShownEvent = ListEvent<Shown>

export interface ScreenProps {
  readonly url: string
  readonly token: string
  /** Called once the line is up and nothing is to be fetched any more. */
  readonly onReady: () => void
}

/** A contestant's screen: makes its store of `history` when it mounts, and ends its line when it unmounts. */
export interface ScreenModule {
  readonly createScreen: (history: readonly Shown[]) => ComponentType<ScreenProps>
}
