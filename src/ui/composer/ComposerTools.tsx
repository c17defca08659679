'use client'
import { useRef, type ReactNode, type Ref } from 'react'
import { IconButton } from '../IconButton.tsx'
import { useLanguage } from '../languages/useLanguage.ts'

export interface ComposerToolsProps {
  readonly accept: string | undefined
  readonly onFiles: ((files: readonly File[]) => void) | undefined
  readonly onTemplates: (() => void) | undefined
  readonly isPicking: boolean
  readonly opener: Ref<HTMLButtonElement>
  readonly isNote: boolean
  readonly onNote: (() => void) | undefined
}

/** The composer's buttons before the box: only those that lead somewhere. */
export function ComposerTools(props: ComposerToolsProps): ReactNode {
  const { accept, onFiles, onTemplates, isPicking, opener, isNote, onNote } = props
  const { words } = useLanguage()
  const input = useRef<HTMLInputElement>(null)
  if (!onFiles && !onTemplates && !onNote) return null
  return (
    <div className="crm-composer-tools">
      {onFiles && (
        <>
          <input
            ref={input}
            type="file"
            hidden
            multiple
            accept={accept}
            onChange={({ target }) => {
              onFiles([...(target.files ?? [])])
              // The same file can be chosen again after it was removed.
              target.value = ''
            }}
          />
          <IconButton
            label={words.attach}
            path="M20.500 11.500l-8.600 8.600a5.500 5.500 0 0 1-7.800-7.800l8.600-8.600a3.700 3.700 0 0 1 5.200 5.200l-8.600 8.600a1.800 1.800 0 0 1-2.600-2.600l7.900-7.900"
            onClick={() => input.current?.click()}
          />
        </>
      )}
      {onTemplates && (
        <IconButton
          ref={opener}
          label={words.templates}
          path="M7 4h10a3 3 0 0 1 3 3v10a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3M8 9h8M8 13h8M8 17h4"
          aria-haspopup="dialog"
          aria-expanded={isPicking}
          // An open list keeps the focus until this press has closed it, or it would close and open again.
          onMouseDown={(event) => event.preventDefault()}
          onClick={onTemplates}
        />
      )}
      {onNote && (
        <IconButton
          label={words.internalNote}
          path="M5 19h3.500L19 8.500a2.100 2.100 0 0 0-3.500-3.500L5 15.500zM13.500 7l3.500 3.500M14 19h5"
          aria-pressed={isNote}
          onClick={onNote}
        />
      )}
    </div>
  )
}
