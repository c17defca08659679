/** What may be loaded into the page: the web, what this page made itself, and pictures written out. */
export function isSafeMedia(url: string | null): url is string {
  return url !== null && /^(https?:\/\/|blob:|data:image\/)/i.test(url)
}

/** What a click may open: never a script, and never a page that the message has written itself. */
export function isSafeLink(url: string | null): url is string {
  return url !== null && /^(https?:\/\/|mailto:|tel:|blob:)/i.test(url)
}
