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
            path="M20.5 11.5l-8.6 8.6a5.5 5.5 0 0 1-7.8-7.8l8.6-8.6a3.7 3.7 0 0 1 5.2 5.2l-8.6 8.6a1.8 1.8 0 0 1-2.6-2.6l7.9-7.9"
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
          label={words.kind.note}
          path="M5 19h3.5L19 8.5a2.1 2.1 0 0 0-3.5-3.5L5 15.5zM13.5 7l3.5 3.5M14 19h5"
          aria-pressed={isNote}
          onClick={onNote}
        />
      )}
    </div>
  )
}
