import type { BenchInput, ListedMessage } from './input.ts'

/** What takes part. */
export interface Contestant {
  readonly name: string
  /** `limit`: what cannot be beaten; `reference`: written by hand for this one thing; `peer`: what others use. */
  readonly kind: 'us' | 'limit' | 'reference' | 'peer'
  /** Its packages are not there: it is listed, and does not run. */
  readonly isMissing?: boolean
  /** Holds the history, and whatever it keeps beside it. Not measured. */
  readonly prepare: (input: BenchInput) => Race | Promise<Race>
}

export interface Race {
  /** Takes the whole burst in, until there is a list to render. Measured. */
  readonly run: () => void
  /** The list that would be rendered. */
  readonly read: () => readonly ListedMessage[]
  readonly end?: () => void
}
