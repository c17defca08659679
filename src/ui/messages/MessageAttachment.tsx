'use client'
import { useState, type ReactNode } from 'react'
import type { Attachment, MessageType } from '../../domain/message.ts'
import { toExtension } from '../fileExtension.ts'
import { isSafeMedia } from '../safeUrl.ts'
import { useLanguage } from '../languages/useLanguage.ts'

export interface MessageAttachmentProps {
  readonly type: MessageType
  readonly attachment: Attachment
}

/** A picture, a film, a sound, or a file. Its frame has its size from the start: nothing moves when it has loaded. */
export function MessageAttachment({ type, attachment }: MessageAttachmentProps): ReactNode {
  const { words } = useLanguage()
  const [failedUrl, setFailedUrl] = useState<string | null>(null)
  const { url, thumbnailUrl, filename } = attachment
  const kind = toKind(type, attachment)
  if (!isSafeMedia(url) || url === failedUrl) {
    return (
      <span className="crm-media" data-kind={kind} data-missing="">
        {words.mediaMissing}
      </span>
    )
  }
  const onError = () => setFailedUrl(url)
  const label = filename ?? words.kind[kind]
  switch (kind) {
    case 'sticker':
      return <img className="crm-media" data-kind={kind} src={url} alt={label} decoding="async" onError={onError} />
    case 'image':
      return (
        <a className="crm-media" data-kind={kind} href={url} target="_blank" rel="noopener noreferrer">
          <img src={isSafeMedia(thumbnailUrl) ? thumbnailUrl : url} alt={label} decoding="async" onError={onError} />
        </a>
      )
    case 'video':
      return (
        <video
          className="crm-media"
          data-kind={kind}
          src={url}
          poster={isSafeMedia(thumbnailUrl) ? thumbnailUrl : undefined}
          aria-label={label}
          controls
          preload="none"
          onError={onError}
        />
      )
    case 'audio':
      return (
        <audio
          className="crm-media"
          data-kind={kind}
          src={url}
          aria-label={label}
          controls
          preload="none"
          onError={onError}
        />
      )
    case 'document':
      return <Document url={url} attachment={attachment} />
  }
}

type Kind = 'image' | 'video' | 'audio' | 'sticker' | 'document'

function toKind(type: MessageType, { mimeType }: Attachment): Kind {
  if (type === 'image' || type === 'video' || type === 'audio' || type === 'sticker') return type
  if (type === 'document') return 'document'
  const [family] = (mimeType ?? '').split('/')
  return family === 'image' || family === 'video' || family === 'audio' ? family : 'document'
}

function Document({ url, attachment }: { readonly url: string; readonly attachment: Attachment }): ReactNode {
  const { words, formats } = useLanguage()
  const { filename, mimeType, sizeBytes } = attachment
  const extension = toExtension(filename, mimeType)
  return (
    <a className="crm-media crm-file" data-kind="document" href={url} target="_blank" rel="noopener noreferrer">
      <span className="crm-file-tile" aria-hidden="true">
        {extension}
      </span>
      <span className="crm-file-text">
        <bdi>{filename ?? words.kind.document}</bdi>
        <small>{sizeBytes === null ? extension : formats.size(sizeBytes)}</small>
      </span>
    </a>
  )
}
