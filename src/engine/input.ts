import * as v from 'valibot'
import { invalid } from './problem.ts'

/**
 * Checks what came from outside.
 *
 * @param prefix Where in the whole it was found, for the field's path: `entry.0.changes.0.value`.
 * @param names What the caller calls a field, where it is not the schema's name.
 * @throws {@link Problem} `INVALID_PAYLOAD`, naming the first field that is wrong and the rule, never the value.
 */
export function parseInput<Schema extends v.GenericSchema>(
  schema: Schema,
  input: unknown,
  prefix = '',
  names: Readonly<Record<string, string>> = {},
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, input, { abortEarly: true })
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const path = v.getDotPath(issue) ?? ''
  throw invalid([prefix, names[path] ?? path].filter(Boolean).join('.') || 'body', toReason(issue))
}

function toReason(issue: v.BaseIssue<unknown>): string {
  if (issue.received === 'undefined') return 'it is missing'
  if (issue.expected === 'never') return 'there is no such field'
  // Rules written for this engine say themselves what they expect; Valibot's own messages quote the value.
  if (!issue.message.startsWith('Invalid ')) return issue.message
  return `expected ${toExpectation(issue)}`
}

function toExpectation({ type, expected, input, requirement }: v.BaseIssue<unknown>): string {
  const unit = typeof input === 'string' ? 'characters' : 'entries'
  switch (type) {
    case 'min_length':
      return requirement === 1 ? 'one that is not empty' : `${String(requirement)} ${unit} or more`
    case 'max_length':
      return `${String(requirement)} ${unit} at most`
    case 'min_value':
      return `${String(requirement)} or more`
    case 'max_value':
      return `${String(requirement)} or less`
    default:
      return expected ?? 'something else'
  }
}
