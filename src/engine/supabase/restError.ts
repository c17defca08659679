import { inspect } from 'node:util'

const FIELDS = ['detail', 'hint', 'severity', 'schema', 'table', 'column', 'constraint'] as const

/**
 * What Postgres said, with the fields that PostgREST passes on, and without the query's parameters: those are what
 * customers wrote, and `@supabase/lite` prints every error it meets.
 */
export class RestError extends Error {
  override readonly name = 'RestError'

  readonly code: string

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : 'unable to run the query')
    const known = Object(cause) as Record<string, unknown>
    this.code = typeof known['code'] === 'string' ? known['code'] : 'XX000'
    for (const field of FIELDS) if (known[field] !== undefined) Object.assign(this, { [field]: known[field] })
  }

  [inspect.custom](): string {
    return `chatengine: a REST request was refused; ${this.code}`
  }
}
