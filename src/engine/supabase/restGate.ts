import type { SupabaseFaults } from './faults.ts'
import type { SupabaseTokens } from './supabaseTokens.ts'

export interface RestGateOptions {
  readonly tokens: SupabaseTokens
  readonly faults: SupabaseFaults
}

const HEADERS = { 'access-control-allow-origin': '*', 'content-type': 'application/json' }

/**
 * What stands before a project's APIs: a request needs the project's key, and a token that is one. Returns the refusal, or
 * `null` for a request that may go on.
 */
export async function checkAtGate(request: Request, { tokens, faults }: RestGateOptions): Promise<Response | null> {
  // Browsers ask without any header whether they may ask.
  if (request.method === 'OPTIONS') return null
  if (faults.restDown) return answer(503, { message: 'name resolution failed' })
  const url = new URL(request.url)
  const key = request.headers.get('apikey') ?? url.searchParams.get('apikey')
  if (key === null)
    return answer(401, {
      message: 'No API key found in request',
      hint: 'No `apikey` request header or url param was found.',
    })
  if (!(await tokens.verify(key)).ok) {
    return answer(401, {
      message: 'Invalid API key',
      hint: 'Double check your Supabase `anon` or `service_role` API key.',
    })
  }
  // PostgREST's stand-in takes what is no token for nobody, who sees nothing and is told no reason.
  const [, token] = request.headers.get('authorization')?.match(/^Bearer +(.*)$/i) ?? []
  const parts = token?.split('.').length ?? 3
  if (parts === 3) return null
  return answer(401, { code: 'PGRST301', details: null, hint: null, message: `Expected 3 parts in JWT; got ${parts}` })
}

function answer(status: number, body: object): Response {
  return new Response(JSON.stringify(body), { status, headers: HEADERS })
}
