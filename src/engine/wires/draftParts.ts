import * as v from 'valibot'
import { LONGEST_TEXT } from '../store/draftSchema.ts'

/** What an agent writes: words, and not too many. */
export const TextSchema = v.pipe(
  v.string(),
  v.maxLength(LONGEST_TEXT),
  v.check((text) => text.trim() !== '', 'expected a text that is not empty'),
)

/** Where a file lies that is sent by its address. */
export const UrlSchema = v.pipe(
  v.string(),
  v.maxLength(8192),
  v.check((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'expected an http(s) address'),
)
