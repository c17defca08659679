/** A design token as the style sheet has it. */
export interface Token {
  /** `--crm-accent` */
  readonly name: string
  /** What it is in light; also in dark where it is no colour. */
  readonly light: string
  readonly dark: string
  /** For who asks the system for more contrast; `null`: the same. */
  readonly more: { readonly light: string; readonly dark: string } | null
  readonly isColour: boolean
}

/** Reads the tokens from the style sheet itself, so that what is said of them cannot go stale. */
export function readTokens(css: string): readonly Token[] {
  const [normal = '', more = ''] = css.replace(/\/\*[\s\S]*?\*\//g, '').split('@media (prefers-contrast: more)')
  const contrasts = readDeclarations(more)
  return [...readDeclarations(normal)].map(([name, value]) => {
    const contrast = contrasts.get(name)
    return {
      name,
      ...toPair(value),
      more: contrast === undefined ? null : toPair(contrast),
      isColour: /^(light-dark\(|transparent)/.test(value),
    }
  })
}

function readDeclarations(css: string): ReadonlyMap<string, string> {
  const found = css.matchAll(/(--crm-[\w-]+):\s*([^;]+);/g)
  return new Map([...found].map(([, name = '', value = '']) => [name, value.replace(/\s+/g, ' ').trim()]))
}

function toPair(value: string): { readonly light: string; readonly dark: string } {
  // The comma between the two, not one inside of `rgb(…)`.
  const [, light = value, dark = value] = /^light-dark\(((?:[^(),]|\([^)]*\))+), (.+)\)$/.exec(value) ?? []
  return { light, dark }
}
