/**
 * Says on stderr that something failed, in one line. Of an error only its name and code: messages of databases and
 * parsers quote their input, and that is what customers wrote.
 */
export function report(what: string, error: unknown): void {
  const name = error instanceof Error ? error.name : typeof error
  const code = typeof error === 'object' && error !== null && 'code' in error ? ` ${String(error.code)}` : ''
  console.error(`chatengine: unable to ${what}; ${name}${code}`)
}
