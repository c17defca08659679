/** The codes of ChatEngine's refusals, on HTTP and on the socket alike. */
export type ProblemCode =
  | 'TOKEN_MISSING'
  | 'TOKEN_INVALID'
  | 'TOKEN_EXPIRED'
  | 'FORBIDDEN'
  | 'ORIGIN'
  | 'NOT_FOUND'
  | 'INVALID_PAYLOAD'
  | 'INTERNAL'

export interface ProblemOptions {
  /** HTTP's word for it. Default: the code's own. */
  readonly status?: number
  /** The offending field, as a path: `entry.0.changes.0.value`. */
  readonly field?: string
}

const STATUS: Readonly<Record<ProblemCode, number>> = {
  TOKEN_MISSING: 401,
  TOKEN_INVALID: 401,
  TOKEN_EXPIRED: 401,
  FORBIDDEN: 403,
  ORIGIN: 403,
  NOT_FOUND: 404,
  INVALID_PAYLOAD: 400,
  INTERNAL: 500,
}

/** A refusal that the client may be told as it stands: it quotes no token and nothing that anybody wrote. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: ProblemCode
  readonly status: number
  readonly field: string | null

  constructor(code: ProblemCode, message: string, { status, field }: ProblemOptions = {}) {
    super(message)
    this.code = code
    this.status = status ?? STATUS[code]
    this.field = field ?? null
  }
}

/** The answer for what does not exist and for what belongs to another workspace: nobody can tell which. */
export function notFound(what: 'conversation' | 'message' | 'attachment' | 'address'): Problem {
  return new Problem('NOT_FOUND', `unable to find the ${what}; there is no such ${what} here.`)
}

export function invalid(field: string, reason: string, status = 400): Problem {
  return new Problem('INVALID_PAYLOAD', `unable to accept "${field}"; ${reason}.`, { field, status })
}

/** What clients are told of an error: a {@link Problem} as it is, of anything else only that it happened. */
export function toProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem('INTERNAL', 'unable to answer; the server failed. Try again.')
}
