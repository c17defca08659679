import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { Problem, toProblem } from '../../problem.ts'
import { report } from '../../report.ts'
import type { KanbanError } from './payloads.ts'

/** Refuses a request as a Kanban server does; what is no refusal is reported and becomes a 500. */
export function respondKanbanError(error: Error, context: Context): Response {
  if (!(error instanceof Problem)) report(`answer ${context.req.method} ${context.req.path}`, error)
  const problem = toProblem(error)
  const status = problem.code === 'FORBIDDEN' ? 401 : (problem.status as ContentfulStatusCode)
  // The rest of a body that is too large is not read, so its connection cannot carry another request.
  return context.json(toBody(problem), status, status === 413 ? { connection: 'close' } : {})
}

function toBody({ code, message, field }: Problem): KanbanError {
  switch (code) {
    case 'TOKEN_MISSING':
      return { error: 'Authentication token required' }
    case 'TOKEN_INVALID':
    case 'TOKEN_EXPIRED':
    case 'FORBIDDEN':
    case 'ORIGIN':
      return { error: 'Authentication failed' }
    case 'NOT_FOUND':
      return { error: 'Conversation not found' }
    case 'INVALID_PAYLOAD':
      return { error: message, ...(field !== null && { field }) }
    case 'INTERNAL':
      return { error: 'Internal server error' }
  }
}
