/** A file that was chosen and is not sent yet. */
export type OutgoingAttachment = {
  /** Its own for as long as it is here. */
  readonly id: string
  readonly file: File
} & (
  | {
      /** It goes with the next message. */
      readonly state: 'ready'
    }
  | {
      readonly state: 'uploading'
      /** 0 to 1. */
      readonly progress: number
    }
  | {
      readonly state: 'failed'
      /** Why, as it is shown; `null`: not known. */
      readonly error: string | null
    }
)
