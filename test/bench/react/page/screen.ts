import type { ComponentType } from 'react'
import type { DeliveryStatus } from '../../../../src/domain/deliveryStatus.ts'

/** What a row shows of a message. The domain's `Message` has it, too. */
export interface Shown {
  readonly id: string
  readonly text: string | null
  readonly status: DeliveryStatus
  readonly createdAt: string
}

export type ShownEvent =
  | { readonly type: 'message'; readonly message: Shown }
  | { readonly type: 'status'; readonly id: string; readonly status: DeliveryStatus }

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
