import type { ChatEngineJwtOptions } from '../../auth/chatEngineJwt.ts'
import { refuseSecrets } from '../../auth/refuseSecrets.ts'
import { ConversationError } from '../../domain/errors.ts'
import type { WorkspaceId } from '../../domain/ids.ts'
import type { SupabaseTopics } from './feeds.ts'
import { refuseServiceRole } from './refuseServiceRole.ts'
import type { SupabaseClientLike } from './supabaseClient.ts'
import type { SupabaseTableOptions } from './tables.ts'

export interface SupabaseOptions extends Omit<ChatEngineJwtOptions, 'workspaceId'> {
  /** Whose conversations. Rows of others are never asked for; row-level security has to see to it that none are given. */
  readonly workspaceId: WorkspaceId
  /**
   * The application's own client, or a function that makes or loads one: whoever is signed in there is who asks. In place
   * of `url`, `anonKey` and a token.
   */
  readonly client?: SupabaseClientLike | (() => SupabaseClientLike | Promise<SupabaseClientLike>) | undefined
  /** The project, e.g. `https://project.supabase.co`. Absent or empty, and no `client`: Supabase is disabled here. */
  readonly url?: string | undefined
  /** The publishable (anon) key. Never a secret one. */
  readonly anonKey?: string | undefined
  /** How the database names its tables and columns. Default: those of deployed CRMs. */
  readonly tables?: SupabaseTableOptions | undefined
  /**
   * On which channels typing and presence travel. `private`: those that the package's migration `0006` opens to a
   * workspace's own members; where the project has no such policies there is neither, and the tables' changes flow all the
   * same. `public`: anybody with the anon key who knows the ids can listen and speak. `none`: neither. Default `private`.
   */
  readonly topics?: SupabaseTopics | undefined
}

const TOPICS: ReadonlySet<string> = new Set<SupabaseTopics>(['private', 'public', 'none'])

/**
 * Tells whether Supabase is configured in this environment.
 *
 * @throws {@link ConversationError} `signing_secret` or `invalid_option`, naming the option.
 */
export function checkOptions(options: SupabaseOptions): boolean {
  refuseSecrets(options)
  const { client, url, anonKey, workspaceId, getToken, tokenEndpoint, topics = 'private' } = options
  if (anonKey !== undefined) refuseServiceRole(anonKey, 'anonKey')
  if (typeof client === 'object') refuseServiceRole(client.realtime.apiKey ?? '', 'client')
  const hasUrl = url !== undefined && url !== ''
  if (client === undefined && !hasUrl) return false
  if (!TOPICS.has(topics)) refuse('topics', 'must be private, public or none')
  if (workspaceId === '') refuse('workspaceId', 'must name the workspace')
  if (client !== undefined) {
    if (hasUrl) refuse('url', 'is known from the client; pass one or the other')
    return true
  }
  if (!/^https?:\/\/[^/]/.test(url ?? '')) refuse('url', 'must be an origin such as https://project.supabase.co')
  if (anonKey === undefined || anonKey === '') refuse('anonKey', 'is missing; pass the project’s publishable key')
  if (getToken === undefined && tokenEndpoint === undefined) {
    refuse('getToken', 'is missing; pass it or tokenEndpoint, for who may see what depends on who asks')
  }
  return true
}

function refuse(field: string, rule: string): never {
  throw new ConversationError('invalid_option', `unable to use Supabase; "${field}" ${rule}.`, { field })
}
