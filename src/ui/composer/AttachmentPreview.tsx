'use client'
import type { ReactNode } from 'react'
import { cx } from '../cx.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import type { FileLimits, RefusedFile } from './checkFiles.ts'
import { IconButton } from '../IconButton.tsx'
import { CLOSE_PATH } from '../icons.tsx'
import { OutgoingFile } from './OutgoingFile.tsx'
import type { OutgoingAttachment } from './outgoingAttachment.ts'
import { toRefusal } from './toRefusal.ts'

export interface AttachmentPreviewProps extends FileLimits {
  readonly attachments: readonly OutgoingAttachment[]
  readonly onRemove: (attachment: OutgoingAttachment) => void
  /** Uploads a failed one again. Without it, it can only be removed. */
  readonly onRetry?: ((attachment: OutgoingAttachment) => void) | undefined
  /** What was not taken, to be said by name with the limit it broke. */
  readonly refused?: readonly RefusedFile[]
  readonly onDismiss?: (() => void) | undefined
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** The files that go with the next message: how far each has come, why one failed, and which were not taken. */
export function AttachmentPreview(props: AttachmentPreviewProps): ReactNode {
  const { attachments, onRemove, onRetry, refused = [], onDismiss, className } = props
  const language = useLanguage()
  const { words } = language
  return (
    <div className={cx('crm-outgoing', className)} hidden={attachments.length === 0 && refused.length === 0}>
      {attachments.length > 0 && (
        <ul aria-label={words.attachments}>
          {attachments.map((attachment) => (
            <OutgoingFile key={attachment.id} attachment={attachment} onRemove={onRemove} onRetry={onRetry} />
          ))}
        </ul>
      )}
      <div className="crm-refused" hidden={refused.length === 0}>
        <div role="alert">
          {refused.map((each, position) => (
            // oxlint-disable-next-line react/no-array-index-key -- they come and go together
            <p key={position}>{toRefusal(each, props, language)}</p>
          ))}
        </div>
        {onDismiss && <IconButton label={words.dismiss} path={CLOSE_PATH} onClick={onDismiss} />}
      </div>
    </div>
  )
}
