/** A text that the channel has approved beforehand, and takes at any time. */
export interface MessageTemplate {
  readonly id: string
  readonly name: string
  readonly body: string
  /** As the channel writes it: `pt_BR`. */
  readonly language: string
}

const toPlain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** The templates with every word of `search` in their name or body, in their order; accents and capitals do not count. */
export function findTemplates(templates: readonly MessageTemplate[], search: string): readonly MessageTemplate[] {
  const wanted = toPlain(search).split(/\s+/)
  return templates.filter(({ name, body }) => {
    const text = toPlain(`${name} ${body}`)
    return wanted.every((word) => text.includes(word))
  })
}
