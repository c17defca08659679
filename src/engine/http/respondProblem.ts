import { STATUS_CODES } from 'node:http'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { notFound, Problem, toProblem } from '../problem.ts'
import { report } from '../report.ts'

/** Answers with a refusal; what is none is reported and becomes a 500 that says nothing of the inside. */
export function respondError(error: Error, context: Context, isExtended: boolean): Response {
  if (!(error instanceof Problem)) report(`answer ${context.req.method} ${context.req.path}`, error)
  return respondProblem(toProblem(error), context, isExtended)
}

export function respondNotFound(context: Context, isExtended: boolean): Response {
  return respondProblem(notFound('address'), context, isExtended)
}

/** `{ code, message, details? }`; the extensions add the fields of RFC 9457. */
function respondProblem(problem: Problem, context: Context, isExtended: boolean): Response {
  const { code, status, message, field } = problem
  const base = { code, message, ...(field !== null && { details: { field } }) }
  const body = isExtended
    ? { type: 'about:blank', title: STATUS_CODES[status], status, detail: message, ...base }
    : base
  return context.body(JSON.stringify(body), status as ContentfulStatusCode, {
    'content-type': isExtended ? 'application/problem+json' : 'application/json',
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    // The rest of the body is not read, so this connection cannot carry another request.
    ...(status === 413 && { connection: 'close' }),
  })
}
