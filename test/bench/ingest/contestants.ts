import { queryAppend, queryGathered, querySorted, setState } from './byHand.ts'
import type { Contestant } from './contestant.ts'
import { mutableLimit, snapshotLimit } from './limits.ts'
import { ours } from './ours.ts'
import { pagedReference } from './pagedReference.ts'

/** Those that need nothing installed; `peers` has the others. */
export const contestants: readonly Contestant[] = [
  mutableLimit,
  snapshotLimit,
  pagedReference,
  ours,
  setState,
  queryAppend,
  querySorted,
  queryGathered,
]
