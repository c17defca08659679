import * as v from 'valibot'
import { invalid } from './problem.ts'

/**
 * Checks what came from outside.
 *
 * @param prefix Where in the whole it was found, for the field's path: `entry.0.changes.0.value`.
 * @throws {@link Problem} `INVALID_PAYLOAD`, naming the first field that is wrong and the rule, never the value.
 */
export function parseInput<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  prefix = '',
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, input, { abortEarly: true })
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const path = v.getDotPath(issue)
  throw invalid([prefix, path].filter(Boolean).join('.') || 'body', toReason(issue))
}

function toReason(issue: v.BaseIssue<unknown>): string {
  if (issue.received === 'undefined') return 'it is missing'
  // Rules written for this engine say themselves what they expect; Valibot's own messages quote the value.
  if (issue.expected === null) return issue.message
  return issue.expected === 'never' ? 'there is no such field' : `expected ${issue.expected}`
}
