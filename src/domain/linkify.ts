/** A piece of a text: plain, or a link with an address that is safe to open. */
export interface TextPiece {
  readonly text: string
  readonly href: string | null
}

/**
 * Web addresses, e-mail addresses, and telephone numbers with their country code. Every part is bounded or cannot overlap
 * the next one, so that no text makes it slow; characters that turn the reading direction end a link, for they can make
 * it look like another.
 */
const LINK =
  /(?<web>(?:https?:\/\/|www\.)[^\s<>"'\u200e\u200f\u202a-\u202e\u2066-\u2069]{1,2048})|(?<mail>[\w.+-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,4})|(?<phone>\+\d[\d ().-]{6,18}\d)/giu

/** Cuts a text into plain pieces and links. Nothing is lost or added: the pieces' texts joined are the text. */
export function linkify(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = []
  let end = 0
  for (const match of text.matchAll(LINK)) {
    const [found] = match
    const shown = match.groups?.['web'] === undefined ? found : withoutTail(found)
    const href = toHref(shown, match.groups ?? {})
    if (!isSafeLink(href)) continue
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), href: null })
    pieces.push({ text: shown, href })
    end = match.index + shown.length
  }
  if (end < text.length) pieces.push({ text: text.slice(end), href: null })
  return pieces
}

function toHref(shown: string, { mail, phone }: Readonly<Record<string, string | undefined>>): string | null {
  if (mail !== undefined) return `mailto:${shown}`
  if (phone !== undefined) {
    const digits = shown.replace(/\D/g, '')
    return digits.length >= 8 && digits.length <= 15 ? `tel:+${digits}` : null
  }
  const address = /^www\./i.test(shown) ? `https://${shown}` : shown
  return URL.canParse(address) && new URL(address).hostname.includes('.') ? new URL(address).href : null
}

/** A sentence's full stop, and a bracket that was opened before the link, are not the link's. */
function withoutTail(found: string): string {
  let shown = found
  for (;;) {
    const last = shown.at(-1) ?? ''
    const isLoneBracket = last === ')' && shown.split('(').length < shown.split(')').length
    if (!/[.,;:!?*_~\]}…]/.test(last) && !isLoneBracket) return shown
    shown = shown.slice(0, -1)
  }
}

/** What may be loaded into the page: the web, what this page made itself, and pictures written out. */
export function isSafeMedia(url: string | null | undefined): url is string {
  return !!url && /^(https?:\/\/|blob:|data:image\/)/i.test(url)
}

/** What a click may open: never a script, and never a page that the message has written itself. */
export function isSafeLink(url: string | null): url is string {
  return url !== null && /^(https?:\/\/|mailto:|tel:|blob:)/i.test(url)
}
