import { hasWords } from '../../lib/foldText.ts'

/** A text that the channel has approved beforehand, and takes at any time. */
export interface MessageTemplate {
  readonly id: string
  readonly name: string
  readonly body: string
  /** As the channel writes it: `pt_BR`. */
  readonly language: string
}

/** The templates with every word of `search` in their name or body, in their order; accents and capitals do not count. */
export function findTemplates(templates: readonly MessageTemplate[], search: string): readonly MessageTemplate[] {
  return templates.filter(({ name, body }) => hasWords(`${name} ${body}`, search))
}
