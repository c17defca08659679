import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { Problem, toProblem } from '../../problem.ts'
import { report } from '../../report.ts'
import type { PyTakeError } from './payloads.ts'

/** Refuses a request as FastAPI does; what is no refusal is reported and becomes a 500. */
export function respondDetail(error: Error, context: Context): Response {
  if (!(error instanceof Problem)) report(`answer ${context.req.method} ${context.req.path}`, error)
  const problem = toProblem(error)
  const { status, body } = toDetail(problem)
  return context.json(body, status, {
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    // The rest of the body is not read, so this connection cannot carry another request.
    ...(status === 413 && { connection: 'close' }),
  })
}

function toDetail(problem: Problem): { status: ContentfulStatusCode; body: PyTakeError } {
  const { code, status, message, field } = problem
  switch (code) {
    case 'TOKEN_MISSING':
      return { status: 401, body: { detail: 'Not authenticated' } }
    case 'TOKEN_INVALID':
    case 'TOKEN_EXPIRED':
    case 'FORBIDDEN':
    case 'ORIGIN':
      return { status: 401, body: { detail: 'Could not validate credentials' } }
    case 'NOT_FOUND':
      return { status: 404, body: { detail: 'Conversation not found' } }
    case 'INVALID_PAYLOAD':
      if (status === 413) return { status, body: { detail: 'Request body too large' } }
      return {
        status: 422,
        body: { detail: [{ type: 'value_error', loc: (field ?? 'body').split('.'), msg: message }] },
      }
    case 'INTERNAL':
      return { status: 500, body: { detail: 'Internal Server Error' } }
  }
}
