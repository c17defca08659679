import { burst, collision, windowClosing } from './customer.ts'
import {
  catchingUp,
  gapTooLarge,
  mayNotFollow,
  offline,
  onSupabase,
  polling,
  reconnecting,
  tokenExpired,
  unauthorized,
} from './line.ts'
import { empty, firstLoad, historyLoading, loadingFailed, tenThousandMessages } from './loading.ts'
import type { Scenario } from './scenario.ts'
import { failedSends, interruptedSend, slowAcknowledgement } from './sending.ts'

/** States that a healthy server never shows, by their names. */
export const scenarios = {
  firstLoad,
  empty,
  loadingFailed,
  historyLoading,
  tenThousandMessages,
  offline,
  reconnecting,
  onSupabase,
  polling,
  catchingUp,
  gapTooLarge,
  mayNotFollow,
  tokenExpired,
  unauthorized,
  slowAcknowledgement,
  failedSends,
  interruptedSend,
  windowClosing,
  collision,
  burst,
} as const satisfies Record<string, Scenario>
