import { useState, type ClipboardEvent, type DOMAttributes, type DragEvent } from 'react'
import { checkFiles, type FileLimits, type RefusedFile } from './checkFiles.ts'
import { takeFiles } from './takeFiles.ts'

export interface FileIntake {
  readonly refused: readonly RefusedFile[]
  readonly dismissRefused: () => void
  /** Something with files hangs over the box. */
  readonly isDropping: boolean
  readonly take: (files: readonly File[]) => void
  readonly onPaste: (event: ClipboardEvent) => void
  /** For whatever files are dropped on. */
  readonly dropHandlers: Pick<DOMAttributes<HTMLElement>, 'onDragOver' | 'onDragLeave' | 'onDrop'>
}

const NONE: readonly RefusedFile[] = []

/** Files that are chosen, pasted or dropped: what the channel takes goes to `onAttach`, the rest is kept to be said. */
export function useFileIntake(
  onAttach: ((files: readonly File[]) => void) | undefined,
  limits: FileLimits,
): FileIntake {
  const [refused, setRefused] = useState(NONE)
  const [isDropping, setIsDropping] = useState(false)
  const take = (files: readonly File[]) => {
    const checked = checkFiles(files, limits)
    setRefused(checked.refused)
    if (checked.accepted.length > 0) onAttach?.(checked.accepted)
  }
  const takeFrom = (event: ClipboardEvent | DragEvent, data: DataTransfer) => {
    const files = onAttach ? takeFiles(data) : []
    if (files.length === 0) return
    event.preventDefault()
    take(files)
  }
  return {
    refused,
    dismissRefused: () => setRefused(NONE),
    isDropping,
    take,
    onPaste: (event) => takeFrom(event, event.clipboardData),
    dropHandlers: {
      onDragOver: (event) => {
        if (!onAttach || !event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
        setIsDropping(true)
      },
      onDragLeave: ({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget as Node | null)) setIsDropping(false)
      },
      onDrop: (event) => {
        setIsDropping(false)
        takeFrom(event, event.dataTransfer)
      },
    },
  }
}
