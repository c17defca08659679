/**
 * The part of Standard Schema (https://standardschema.dev, version 1) that is read here: what valibot, zod, arktype and
 * others have in common, so that a backend may be defined with any of them.
 */
export interface StandardSchema<Output> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined
  }
}

export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] }

export interface StandardIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** A schema, or a function that returns the checked payload and throws when it is none. */
export type PayloadParser<Payload> = StandardSchema<Payload> | ((payload: unknown) => Payload)

export type Parsed<Payload> =
  | { readonly isValid: true; readonly payload: Payload }
  /** `reason` names the field and the rule, never the value: it may be what a customer wrote. */
  | { readonly isValid: false; readonly reason: string }

/** Checks a payload. Never throws. */
export function parsePayload<Payload>(parser: PayloadParser<Payload>, payload: unknown): Parsed<Payload> {
  try {
    // arktype's schemas are functions with the property.
    if (typeof parser === 'function' && !('~standard' in parser)) return { isValid: true, payload: parser(payload) }
    const result = (parser as StandardSchema<Payload>)['~standard'].validate(payload)
    if (result instanceof Promise) {
      result.catch(() => {})
      return { isValid: false, reason: 'payload: the schema must not be asynchronous' }
    }
    if (result.issues === undefined) return { isValid: true, payload: result.value }
    return { isValid: false, reason: toReason(result.issues[0]) }
  } catch {
    return { isValid: false, reason: 'payload: not valid' }
  }
}

/** An issue's own message may quote the value, so only its place is told, and what was expected where it is a word. */
function toReason(issue: StandardIssue | undefined): string {
  const path = issue?.path?.map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
  const expected = issue !== undefined && 'expected' in issue ? issue.expected : null
  return `${path ?? 'payload'}: ${typeof expected === 'string' ? `expected ${expected}` : 'not valid'}`
}
