'use client'
import { useEffect, useId, useRef, useState, type FocusEvent, type KeyboardEvent, type ReactNode } from 'react'
import { cx } from '../cx.ts'
import { useLanguage } from '../languages/useLanguage.ts'
import { isComposing, scrollToOption } from '../listbox.ts'
import { takeKey } from '../takeKey.ts'
import { findTemplates, type MessageTemplate } from './template.ts'

export interface TemplatePickerProps {
  /** `null` while they are being loaded. */
  readonly templates: readonly MessageTemplate[] | null
  readonly onChoose: (template: MessageTemplate) => void
  /** Escape, or the focus went elsewhere. The focus is given back by who opened it. */
  readonly onClose: (reason: 'escape' | 'blur') => void
  /** Added to the part's own. */
  readonly className?: string | undefined
}

/** A searchable list of templates. The focus stays in the search; the arrow keys walk the list, Enter chooses. */
export function TemplatePicker({ templates, onChoose, onClose, className }: TemplatePickerProps): ReactNode {
  const { words } = useLanguage()
  const id = useId()
  const [search, setSearch] = useState('')
  const [position, setPosition] = useState(0)
  const input = useRef<HTMLInputElement>(null)
  const found = findTemplates(templates ?? [], search)
  const at = Math.min(position, found.length - 1)
  const current = found[at]

  useEffect(() => input.current?.focus(), [])

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Escape') onClose('escape')
    else if (step) setPosition((at + step + found.length) % (found.length || 1))
    else if (event.key !== 'Enter') return
    else if (current) onChoose(current)
    takeKey(event)
  }
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget)) onClose('blur')
  }
  const notice = templates ? found.length === 0 && words.noTemplates : words.loadingTemplates
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it hears the focus leave
    <div className={cx('crm-templates', className)} role="dialog" aria-label={words.templates} onBlur={onBlur}>
      <input
        ref={input}
        className="crm-templates-search"
        role="combobox"
        aria-label={words.searchTemplates}
        aria-expanded={found.length > 0}
        aria-controls={`${id}list`}
        aria-autocomplete="list"
        aria-activedescendant={current && `${id}${current.id}`}
        placeholder={words.searchTemplates}
        value={search}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setSearch(event.target.value)
          setPosition(0)
        }}
      />
      <div id={`${id}list`} role="listbox" aria-label={words.templates} hidden={found.length === 0}>
        {found.map((template) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are the search's
          <div
            key={template.id}
            id={`${id}${template.id}`}
            ref={template === current ? scrollToOption : null}
            role="option"
            aria-selected={template === current}
            tabIndex={-1}
            onClick={() => onChoose(template)}
          >
            <b>
              <bdi>{template.name}</bdi>
            </b>
            <small>{template.language.replace('_', '-')}</small>
            <span dir="auto">{template.body}</span>
          </div>
        ))}
      </div>
      <p role="status">{notice}</p>
    </div>
  )
}
