import { describe, expect, it } from 'vitest'
import { readStyles } from '../../.config/writeStyles.ts'

const css = await readStyles()
const [normal = '', more = ''] = css.split('@media (prefers-contrast: more)')

/** The token's colour in a theme; what high contrast does not name is as it was. */
function getColour(token: string, theme: 'light' | 'dark', isMore: boolean): string {
  const pattern = new RegExp(`--crm-${token}: light-dark\\((#[\\da-f]{6}), (#[\\da-f]{6})\\);`)
  const match = (isMore ? pattern.exec(more) : null) ?? pattern.exec(normal)
  const colour = match?.[theme === 'light' ? 1 : 2]
  if (colour === undefined) throw new Error(`unable to find the colour of --crm-${token}`)
  return colour
}

/** WCAG 2.2, relative luminance. */
function getLuminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function getContrast(a: string, b: string): number {
  const [low = 0, high = 0] = [getLuminance(a), getLuminance(b)].toSorted((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

const SURFACES = ['bg', 'surface', 'sunken', 'hover', 'selected', 'in', 'out', 'note', 'quote', 'failed'] as const
/** Every text that may stand on every one of these backgrounds. */
const PAIRS: readonly (readonly [text: string, background: string])[] = [
  ...['ink', 'ink-2'].flatMap((text) => SURFACES.map((background) => [text, background] as const)),
  ...['bg', 'surface', 'sunken', 'hover', 'selected', 'in', 'failed'].map(
    (background) => ['ink-3', background] as const,
  ),
  ...['bg', 'surface', 'sunken', 'hover', 'selected', 'in', 'out', 'quote', 'accent-soft'].map(
    (background) => ['accent', background] as const,
  ),
  ['accent-ink', 'accent'],
  ...['ok', 'info', 'warn', 'danger'].flatMap((tone) =>
    [`${tone}-soft`, 'surface', 'sunken'].map((background) => [tone, background] as const),
  ),
  ['danger', 'failed'],
  ['warn', 'hover'],
  ['warn', 'selected'],
  ['danger', 'in'],
]

describe.each(['light', 'dark'] as const)('the tokens in %s', (theme) => {
  it.each(PAIRS)('--crm-%s on --crm-%s is at least 4.5 : 1', (text, background) => {
    const contrast = getContrast(getColour(text, theme, false), getColour(background, theme, false))
    expect(contrast).toBeGreaterThanOrEqual(4.5)
  })

  it.each(PAIRS)('--crm-%s on --crm-%s is at least 7 : 1 for who asks for more contrast', (text, background) => {
    const contrast = getContrast(getColour(text, theme, true), getColour(background, theme, true))
    expect(contrast).toBeGreaterThanOrEqual(7)
  })

  it('shows the focus at 3 : 1 on everything it may lie on', () => {
    for (const background of SURFACES) {
      const contrast = getContrast(getColour('focus', theme, false), getColour(background, theme, false))
      expect([background, contrast >= 3]).toEqual([background, true])
    }
  })
})

describe('the style sheet', () => {
  it('has no physical sides, so that it mirrors from right to left', () => {
    expect(
      css.match(/\b(?:margin|padding|border)-(?:left|right)\b|[\n;{]\s*(?:left|right):|text-align: (?:left|right)/g),
    ).toBeNull()
  })

  it('touches nothing that is not its own', () => {
    const selectors = css
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/@keyframes[^{]+\{(?:[^{}]*\{[^}]*\})*\s*\}/g, '')
      .matchAll(/([^{};]+)\{/g)
    for (const [, selector = ''] of selectors) {
      const isOwn = /\.crm-|^\s*@|\[data-theme|:root/.test(selector)
      expect([selector.trim(), isOwn]).toEqual([selector.trim(), true])
    }
  })
})
