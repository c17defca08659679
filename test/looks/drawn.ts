/** Waits for what comes late to a picture: letters and images. */
export async function waitUntilDrawn(frame: HTMLElement): Promise<void> {
  await document.fonts.ready
  const images = [...frame.querySelectorAll('img')]
  // One that cannot be shown is drawn as what the part shows instead.
  await Promise.all(images.map((image) => image.decode().catch(() => {})))
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
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
