import { composeStories, setProjectAnnotations } from '@storybook/react-vite'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { page } from 'vitest/browser'
import './still.css'
import { findStrangeLetters, waitUntilDrawn, within } from './drawn.ts'

/** What stories show of the time is taken from the clock when they are loaded: it stands still before. */
vi.setSystemTime(new Date(2026, 5, 3, 14, 30))
const { default: preview } = await import('../../.storybook/preview.tsx')
setProjectAnnotations([preview])
const files = import.meta.glob<Parameters<typeof composeStories>[0]>(['../../stories/**/*.stories.tsx', '!**/live/**'])
const modules = await Promise.all(Object.values(files).map((load) => load()))
interface Story {
  readonly id: string
  readonly tags: readonly string[]
  readonly parameters: Readonly<Record<string, unknown>>
  readonly run: (context: { readonly canvasElement: HTMLElement }) => Promise<void>
}
const THEMES = ['light', 'dark'] as const
const HEIGHT = 760

/** A story with the tag `visual` has its picture taken, at the widths of its parameter `visual`. */
const looks = modules
  .flatMap((module) => Object.values(composeStories(module)) as readonly Story[])
  .filter(({ tags }) => tags.includes('visual'))
  .flatMap((story) => toWidths(story.parameters).map((width) => ({ story, width, name: toName(story.id, width) })))

/** As it is as a file: no two hyphens in a row. */
function toName(id: string, width: number): string {
  return `${id}-${width}`.replaceAll('--', '-')
}

function toWidths({ visual, layout }: Story['parameters']): readonly number[] {
  const { widths } = (visual ?? {}) as { readonly widths?: readonly number[] }
  return widths ?? [layout === 'fullscreen' ? 1280 : 480]
}

beforeAll(async () => {
  await Promise.all([...document.fonts].map((font) => font.load()))
})
afterEach(() => document.body.replaceChildren())

it.each(looks)('$name looks as it did', async ({ story, width, name }) => {
  const resize = (height: number) => within('resizing the window', 5_000, () => page.viewport(width, height))
  await resize(HEIGHT)
  const canvasElement = document.body.appendChild(document.createElement('div'))
  await within('running the story', 15_000, () => story.run({ canvasElement }))
  const frame = canvasElement.querySelector<HTMLElement>('.story')
  if (frame === null) throw new Error('the preview has not framed the story')
  frame.dataset['testid'] = 'frame'
  // What is outside of the window is not in the picture.
  if (frame.scrollHeight > HEIGHT) await resize(frame.scrollHeight)
  expect(findStrangeLetters(frame), 'letters without a font in still.css').toEqual([])
  for (const theme of THEMES) {
    frame.dataset['theme'] = theme
    await waitUntilDrawn(frame)
    await within(`taking the picture in ${theme}`, 18_000, async () => {
      await expect.element(page.getByTestId('frame')).toMatchScreenshot(`${name}-${theme}`)
    })
  }
})

it('has every picture, and none of what is no longer there', () => {
  const pictures = Object.keys(import.meta.glob('./pictures/*.png')).map((path) => path.replace(/^.*\/|\.png$/g, ''))
  const wanted = looks.flatMap(({ name }) => THEMES.map((theme) => `${name}-${theme}`))
  expect(wanted.length).toBeGreaterThan(0)
  // While they are taken anew there are none yet.
  const expected = import.meta.env['VITE_TAKES_PICTURES'] === undefined ? wanted : pictures
  expect(pictures.toSorted()).toEqual(expected.toSorted())
})
