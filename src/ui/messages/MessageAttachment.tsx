'use client'
import { useState, type ReactNode } from 'react'
import type { Attachment, MessageType } from '../../domain/message.ts'
import { toExtension } from '../fileExtension.ts'
import { isSafeMedia } from '../../domain/linkify.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import { FileLink } from './FileLink.tsx'

export interface MessageAttachmentProps {
  readonly type: MessageType
  readonly attachment: Attachment
}

/** A picture, a film, a sound, or a file. Its frame has its size from the start: nothing moves when it has loaded. */
export function MessageAttachment({ type, attachment }: MessageAttachmentProps): ReactNode {
  const { words, formats } = useLanguage()
  const [failedUrl, setFailedUrl] = useState<string | null>(null)
  const { url, thumbnailUrl, filename, mimeType, sizeBytes } = attachment
  const kind = toKind(type, attachment)
  if (!isSafeMedia(url) || url === failedUrl) {
    return (
      <span className="crm-media" data-kind={kind} data-missing="">
        {words.mediaMissing}
      </span>
    )
  }
  const label = filename ?? words.kind[kind]
  const shared = { className: 'crm-media', 'data-kind': kind, src: url, onError: () => setFailedUrl(url) }
  const picture = isSafeMedia(thumbnailUrl) ? thumbnailUrl : undefined
  switch (kind) {
    case 'sticker':
      return <img {...shared} alt={label} decoding="async" />
    case 'image':
      return (
        <a className="crm-media" data-kind={kind} href={url} target="_blank" rel="noopener noreferrer">
          <img src={picture ?? url} alt={label} decoding="async" onError={shared.onError} />
        </a>
      )
    case 'video':
      return <video {...shared} poster={picture} aria-label={label} controls preload="none" />
    case 'audio':
      return <audio {...shared} aria-label={label} controls preload="none" />
    case 'document': {
      const extension = toExtension(filename, mimeType)
      const hint = sizeBytes === null ? extension : formats.size(sizeBytes)
      return <FileLink kind={kind} href={url} tile={extension} name={label} hint={hint} />
    }
  }
}

const KINDS = ['image', 'video', 'audio', 'sticker', 'document'] as const

function toKind(type: MessageType, { mimeType }: Attachment) {
  const find = (name: string | undefined) => KINDS.find((kind) => kind === name)
  return find(type) ?? find(mimeType?.split('/')[0]) ?? 'document'
}
