'use client'
import { useEffect, useRef, useState, type MouseEvent, type ReactNode } from 'react'
import { toExtension } from '../fileExtension.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import { IconButton } from '../IconButton.tsx'
import { CLOSE_PATH } from '../icons.tsx'
import { LinkButton } from '../LinkButton.tsx'
import { Meter } from './Meter.tsx'
import type { OutgoingAttachment } from './outgoingAttachment.ts'

export interface OutgoingFileProps {
  readonly attachment: OutgoingAttachment
  readonly onRemove: (attachment: OutgoingAttachment) => void
  readonly onRetry: ((attachment: OutgoingAttachment) => void) | undefined
}

/** One file of `AttachmentPreview`. */
export function OutgoingFile({ attachment, onRemove, onRetry }: OutgoingFileProps): ReactNode {
  const { words, formats } = useLanguage()
  const { file, state } = attachment
  // The button that is pressed goes away: its focus goes on to one that stays.
  const remove = ({ currentTarget }: MouseEvent) => {
    const item = currentTarget.closest('li')
    focusRemove(item?.nextElementSibling ?? item?.previousElementSibling)
    onRemove(attachment)
  }
  const retry = ({ currentTarget }: MouseEvent) => {
    focusRemove(currentTarget.closest('li'))
    onRetry?.(attachment)
  }
  return (
    <li data-state={state}>
      <Thumbnail file={file} />
      <bdi className="crm-outgoing-name" title={file.name}>
        {file.name}
      </bdi>
      {state === 'failed' ? (
        <small key="failed" role="alert">
          {attachment.error ?? words.notUploaded}
        </small>
      ) : (
        <small>
          {formats.size(file.size)}
          {state === 'uploading' && ` · ${words.uploading(formats.percent(attachment.progress))}`}
        </small>
      )}
      {state === 'uploading' && <Meter value={attachment.progress} label={file.name} />}
      {state === 'failed' && <LinkButton onClick={onRetry && retry}>{words.tryAgain}</LinkButton>}
      <IconButton label={words.remove(file.name)} path={CLOSE_PATH} onClick={remove} />
    </li>
  )
}

function focusRemove(item: Element | null | undefined): void {
  item?.querySelector<HTMLElement>('.crm-icon-button')?.focus()
}

/** The picture itself, or what kind of file it is, also for a picture that this browser cannot draw (HEIC). */
function Thumbnail({ file }: { readonly file: File }): ReactNode {
  const picture = useRef<HTMLImageElement>(null)
  const [isPicture, setIsPicture] = useState(file.type.startsWith('image/'))
  useEffect(() => {
    if (!isPicture || !picture.current) return
    const url = URL.createObjectURL(file)
    picture.current.src = url
    return () => URL.revokeObjectURL(url)
  }, [file, isPicture])
  if (isPicture) {
    return <img ref={picture} className="crm-file-tile" alt="" decoding="async" onError={() => setIsPicture(false)} />
  }
  return (
    <span className="crm-file-tile" aria-hidden="true">
      {toExtension(file.name, file.type)}
    </span>
  )
}
