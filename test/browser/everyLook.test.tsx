import { beforeEach, describe, expect, it } from 'vitest'
import { checkEveryLook } from '../../.storybook/everyLook.ts'

type Context = Parameters<typeof checkEveryLook>[0]

/** A story as the preview wraps it, in the theme and direction that the addon has seen it in: light, left to right. */
function toStory(markup: string, a11y: object = { test: 'error' }): Context {
  const canvasElement = document.body.appendChild(document.createElement('div'))
  canvasElement.innerHTML = `<div class="story" dir="ltr">${markup}</div>`
  return { canvasElement, globals: { theme: 'system', direction: 'ltr' }, parameters: { a11y } } as unknown as Context
}

const STYLE = `<style>
  .story { background: white; color: black }
  [data-theme='dark'] { background: black; color: white }
  [data-theme='dark'] .dim, [data-theme='dark'][dir='rtl'] .dim-rtl { color: #333 }
  [data-theme='dark'] .word { display: none }
  .slow { transition: color 10s }
</style>`

describe('the check of every look', () => {
  beforeEach(() => document.body.replaceChildren())

  it('finds a colour that is too weak in the dark alone', async () => {
    const story = toStory(`${STYLE}<p class="dim">Hello</p>`)
    await expect(checkEveryLook(story)).rejects.toThrow(/dark, left to right: color-contrast at p:/)
  })

  it('finds what only right to left brings', async () => {
    const story = toStory(`${STYLE}<p class="dim-rtl">Hello</p>`)
    await expect(checkEveryLook(story)).rejects.toThrow(
      /^axe has found what is not accessible:\ndark, right to left: color-contrast at p:/,
    )
  })

  it('finds a button that loses its name in the dark', async () => {
    const story = toStory(`${STYLE}<button><span class="word">Send</span></button>`)
    await expect(checkEveryLook(story)).rejects.toThrow(/dark, left to right: button-name at button/)
  })

  it('measures no colour on its way to another one', async () => {
    await checkEveryLook(toStory(`${STYLE}<p class="slow">Hello</p>`))
  })

  it('measures nothing that is still fading in', async () => {
    const story = toStory(`${STYLE}<p>Hello</p>`)
    story.canvasElement.querySelector('p')?.animate([{ opacity: 0.1 }, { opacity: 1 }], { duration: 10_000 })
    await checkEveryLook(story)
  })

  it('leaves the story as it was', async () => {
    const story = toStory(`${STYLE}<p>Hello</p>`)
    const before = story.canvasElement.innerHTML
    await checkEveryLook(story)
    expect(story.canvasElement.innerHTML).toBe(before)
    expect(document.head.textContent).not.toContain('transition: none')
  })

  it('goes by the rules of the story: here by the size of what is pressed', async () => {
    const small = '<button style="width: 8px; height: 8px; padding: 0" aria-label="Small"></button>'
    const config = { rules: [{ id: 'target-size', enabled: true }] }
    await checkEveryLook(toStory(small + small))
    await expect(checkEveryLook(toStory(small + small, { test: 'error', config }))).rejects.toThrow('target-size')
  })

  it('says nothing of a story whose check is switched off', async () => {
    await checkEveryLook(toStory(`${STYLE}<button class="dim"></button>`, { test: 'off' }))
  })
})
