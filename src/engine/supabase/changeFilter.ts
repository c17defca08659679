/** One condition of a `postgres_changes` filter: `col=not.in.(a,b)`. */
export interface ChangeCondition {
  readonly column: string
  readonly isNegated: boolean
  readonly operator: string
  /** One, but for `in`. */
  readonly values: readonly string[]
}

const OPERATORS: Readonly<Record<string, string>> = {
  eq: '=',
  neq: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  like: 'like',
  ilike: 'ilike',
  match: '~',
  imatch: '~*',
  isdistinct: 'is distinct from',
  in: 'in',
  is: 'is',
}
const TESTS = new Set(['null', 'true', 'false', 'unknown'])
const MOST_VALUES = 100
const CONDITION = /^([^=]+)=(not\.)?([a-z]+)\.([^]*)$/

/**
 * Reads `col=op.value[,col=op.value…]`: all of them must hold.
 *
 * @throws with Realtime's words for what it cannot read.
 */
export function parseChangeFilter(filter: string): readonly ChangeCondition[] {
  return splitOutside(filter, ',')
    .filter((part) => part !== '')
    .map((part) => {
      const [, column = '', not, operator = '', rest = ''] = CONDITION.exec(part) ?? []
      if (OPERATORS[operator] === undefined || (operator === 'is' && !TESTS.has(rest.toLowerCase()))) {
        throw new Error(`Error parsing \`filter\` params: ${JSON.stringify(part.split('='))}`)
      }
      const values = operator === 'in' ? splitOutside(rest.replace(/^\(|\)$/g, ''), ',').map(unquote) : [unquote(rest)]
      if (values.length > MOST_VALUES) throw new Error(`too many values for \`in\` filter. Maximum ${MOST_VALUES}`)
      return { column, isNegated: not !== undefined, operator, values }
    })
}

/**
 * The condition in SQL, over a row that is called `r`. Literals are cast to the column's type, so that Postgres compares
 * and refuses as it does for a query; a null matches nothing.
 *
 * @param toType The column's type, `null` when there is no such column.
 * @throws with Realtime's words for an unknown column.
 */
export function toSqlCondition(conditions: readonly ChangeCondition[], toType: (column: string) => string | null) {
  const parts = conditions.map(({ column, isNegated, operator, values }) => {
    const type = toType(column)
    if (type === null) throw new Error(`ERROR P0001 (raise_exception) invalid column for filter ${column}`)
    const literals = values.map((value) => `${quoteLiteral(value)}::${type}`)
    const sql =
      operator === 'is'
        ? `r.${quoteName(column)} is ${values[0] ?? 'null'}`
        : `r.${quoteName(column)} ${OPERATORS[operator] ?? '='} ${operator === 'in' ? `(${literals.join(', ')})` : (literals[0] ?? 'null')}`
    return isNegated ? `not (${sql})` : sql
  })
  return parts.join(' and ') || 'true'
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function quoteLiteral(value: string): string {
  return value.includes('\\')
    ? `E'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
    : `'${value.replaceAll("'", "''")}'`
}

/** Splits at a separator that is neither quoted nor in parentheses. */
function splitOutside(text: string, separator: string): string[] {
  const parts = ['']
  let depth = 0
  let isQuoted = false
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index)
    if (char === '\\' && isQuoted) {
      parts.push((parts.pop() ?? '') + char + text.charAt((index += 1)))
      continue
    }
    if (char === '"') isQuoted = !isQuoted
    else if (!isQuoted && char === '(') depth += 1
    else if (!isQuoted && char === ')') depth -= 1
    if (char === separator && depth === 0 && !isQuoted) parts.push('')
    else parts.push((parts.pop() ?? '') + char)
  }
  return parts
}

/** Quotes protect commas and parentheses; a backslash protects a quote. */
function unquote(value: string): string {
  return /^".*"$/s.test(value) ? value.slice(1, -1).replaceAll(/\\(.)/gs, '$1') : value
}
