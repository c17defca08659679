/** Code that is loaded when it is first needed. */
export interface Late<Code> {
  /** What is loaded; `null` until it is. */
  readonly peek: () => Code | null
  /** Loads it where it is not there. A failure is not kept: the next call asks again. */
  readonly load: () => Promise<Code>
  /** Puts it there without asking, for who has it in the same script. */
  readonly set: (code: Code) => void
}

/** @param load Asks for the code; an `import()` that is asked again answers with the same. */
export function createLate<Code>(load: () => Promise<Code>): Late<Code> {
  let code: Code | null = null
  return {
    peek: () => code,
    // Not one promise for all: an import that hangs would be kept.
    load: async () => (code ??= await load()),
    set: (loaded) => {
      code = loaded
    },
  }
}
