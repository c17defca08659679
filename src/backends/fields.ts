import * as v from 'valibot'

/* What fields of any wire may hold, at most; for every backend's schemas. */

/** Longest id, name, URL-free short text; far above anything seen, far below a nuisance. */
export const LONGEST_SHORT = 512
/** WhatsApp's longest text has 4,096 characters; other channels carry e-mails. */
export const LONGEST_TEXT = 200_000

export const Short = v.pipe(v.string(), v.maxLength(LONGEST_SHORT))
export const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(LONGEST_SHORT))
export const Url = v.pipe(v.string(), v.maxLength(8192))
export const Text = v.pipe(v.string(), v.maxLength(LONGEST_TEXT))
export const orNull = <Schema extends v.GenericSchema>(schema: Schema) => v.nullish(schema, null)
