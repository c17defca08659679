import { createChatEngineJwt, type GetToken, type TokenSource } from '../../auth/chatEngineJwt.ts'
import { once } from '../../lib/once.ts'
import type { SupabaseOptions } from './options.ts'
import { refuseServiceRole } from './refuseServiceRole.ts'
import { getClientToken, readClient, type SupabaseClientLike } from './supabaseClient.ts'

export type GetClient = () => Promise<SupabaseClientLike>

/** The Supabase project behind the options: where it is, and who asks. Nothing is loaded before it is needed. */
export interface Project {
  readonly tokens: TokenSource
  readonly locateRest: () => Promise<{ readonly url: string; readonly apiKey: string; readonly fetch: typeof fetch }>
  /** `null`: there is no client, only a url and a key. */
  readonly getClient: GetClient | null
}

export function createProject(options: SupabaseOptions): Project {
  const { client, url = '', anonKey = '', fetch } = options
  const getClient = client === undefined ? null : once(() => resolveClient(client))
  const getToken: GetToken = async (request) => (getClient === null ? null : getClientToken(await getClient(), request))
  const locateRest = async () => {
    const own = fetch ?? globalThis.fetch.bind(globalThis)
    if (getClient === null) return { url: url.replace(/\/+$/, ''), apiKey: anonKey, fetch: own }
    const parts = readClient(await getClient())
    return { url: parts.url, apiKey: parts.apiKey, fetch: fetch ?? parts.fetch }
  }
  return {
    getClient,
    tokens: getClient === null ? createChatEngineJwt(options) : askAlways(createChatEngineJwt({ getToken })),
    locateRest,
  }
}

/** A client knows who is signed in right now, and costs no request: a token that is held says who was. */
function askAlways(tokens: TokenSource): TokenSource {
  return { ...tokens, get: ({ reason, unlike }) => tokens.get({ reason, unlike: unlike ?? tokens.peek() }) }
}

async function resolveClient(client: NonNullable<SupabaseOptions['client']>): Promise<SupabaseClientLike> {
  const resolved = typeof client === 'function' ? await client() : client
  refuseServiceRole(resolved.realtime.apiKey ?? '', 'client')
  return resolved
}
