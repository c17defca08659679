import { withDeadline } from '../../src/lib/withDeadline.ts'

/** A step with a name, so that one that hangs says which it was. */
export function within<T>(step: string, deadlineMs: number, task: () => Promise<T>): Promise<T> {
  return withDeadline(deadlineMs, task, () => new Error(`${step} took longer than ${deadlineMs} ms`))
}

/** A page that is not shown draws no frames: what is waited for in vain would hold up every test after it. */
const FRAME_MS = 250

/** Waits for what comes late to a picture: letters and images. */
export async function waitUntilDrawn(frame: HTMLElement): Promise<void> {
  await within('loading the fonts', 5_000, () => document.fonts.ready)
  const images = [...frame.querySelectorAll('img')]
  // One that cannot be shown is drawn as what the part shows instead.
  const decode = () => Promise.all(images.map((image) => image.decode().catch(() => {})))
  await within('decoding the images', 5_000, decode)
  await new Promise((resolve) => {
    setTimeout(resolve, FRAME_MS)
    requestAnimationFrame(() => requestAnimationFrame(resolve))
  })
}

/** Letters that the fonts of `still.css` do not have: the system's would stand in, another on every machine. */
export function findStrangeLetters(frame: HTMLElement): readonly string[] {
  const ranges = [...document.fonts].flatMap(({ unicodeRange }) => unicodeRange.split(',').map(toRange))
  const letters = new Set(frame.innerText.replace(/\s/g, ''))
  return [...letters].filter((letter) => {
    const code = letter.codePointAt(0) ?? 0
    return !ranges.some(([from, to]) => code >= from && code <= to)
  })
}

function toRange(text: string): readonly [number, number] {
  const [from = '', to = from] = text.trim().replace(/^U\+/i, '').split('-')
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)]
}
