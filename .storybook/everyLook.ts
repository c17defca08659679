import type { Preview } from '@storybook/react-vite'
import type { AxeResults, RunOptions, Spec } from 'axe-core'

type AfterEach = Extract<NonNullable<Preview['afterEach']>, (...args: never[]) => unknown>

/** One way in which a story can be looked at. */
interface Look {
  readonly theme: 'light' | 'dark'
  readonly direction: 'ltr' | 'rtl'
}

const LOOKS: readonly Look[] = [
  { theme: 'light', direction: 'ltr' },
  { theme: 'dark', direction: 'ltr' },
  { theme: 'light', direction: 'rtl' },
  { theme: 'dark', direction: 'rtl' },
]

/** A colour on its way to another one would be measured half-way. */
const STILL = '*, *::before, *::after { transition: none !important; animation-duration: 0s !important }'

/**
 * axe looks at a story in each theme and each direction, and what it finds fails the story's test. The addon has looked
 * once, as the story stands after its play function; this turns the story into its other looks, and back.
 */
export const checkEveryLook: AfterEach = async ({ canvasElement, globals, parameters }) => {
  const a11y = (parameters['a11y'] ?? {}) as A11yParameters
  const wrapper = canvasElement.querySelector<HTMLElement>('.story')
  if (wrapper === null || a11y.disable === true || a11y.test !== 'error') return
  const seen = toLook(globals)
  const still = document.head.appendChild(document.createElement('style'))
  still.textContent = STILL
  const before = { theme: wrapper.dataset['theme'], direction: wrapper.dir }
  const problems: string[] = []
  endAnimations()
  try {
    for (const look of LOOKS) {
      if (look.theme === seen.theme && look.direction === seen.direction) continue
      wrapper.dataset['theme'] = look.theme
      wrapper.dir = look.direction
      problems.push(...describe(look, await runAxe(a11y)))
    }
  } finally {
    if (before.theme === undefined) delete wrapper.dataset['theme']
    else wrapper.dataset['theme'] = before.theme
    wrapper.dir = before.direction
    still.remove()
  }
  if (problems.length > 0) throw new Error(`axe has found what is not accessible:\n${problems.join('\n')}`)
}

/** Those that a script has begun: no style sheet stops them. */
function endAnimations(): void {
  for (const animation of document.getAnimations()) {
    const { endTime } = animation.effect?.getComputedTiming() ?? {}
    if (endTime === Infinity) animation.cancel()
    else animation.finish()
  }
}

interface A11yParameters {
  readonly disable?: boolean
  readonly test?: string
  readonly config?: Spec
  readonly options?: RunOptions
}

/** How the story stands now; what the system says is light in the tests. */
function toLook(globals: Readonly<Record<string, unknown>>): Look {
  return {
    theme: globals['theme'] === 'dark' ? 'dark' : 'light',
    direction: globals['direction'] === 'rtl' ? 'rtl' : 'ltr',
  }
}

/** As the addon runs it: a part alone stands in no landmark. */
async function runAxe({ config = {}, options = {} }: A11yParameters): Promise<AxeResults> {
  const { default: axe } = await import('axe-core')
  axe.reset()
  axe.configure({ ...config, rules: [{ id: 'region', enabled: false }, ...(config.rules ?? [])] })
  return axe.run(document.body, { resultTypes: ['violations'], ...options })
}

function describe({ theme, direction }: Look, { violations }: AxeResults): readonly string[] {
  const look = `${theme}, ${direction === 'rtl' ? 'right to left' : 'left to right'}`
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${look}: ${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
  )
}
