import { createLate } from '../../lib/late.ts'
import type { Backend } from '../backend.ts'
import { startLate } from '../startLate.ts'
import { checkOptions, type SupabaseOptions } from './options.ts'
import { resolveTables } from './tables.ts'

/** Everything but where it is: asking, and what loads the rest. */
export const supabaseCode = createLate(() => import('./session.ts'))

/**
 * The Supabase backend: Realtime for what happens, PostgREST for what has happened, on the CRM's own tables. What does the
 * work is loaded late, and what listens after what asks: requests do without it, and so does polling.
 *
 * @throws {@link ConversationError} `signing_secret` or `invalid_option`, naming the option.
 * @example
 * const client = createConversationClient({
 *   backends: [chatEngine({ url, workspaceId, tokenEndpoint }), supabaseBackend({ client: supabase, workspaceId })],
 * })
 */
export function supabaseBackend(options: SupabaseOptions): Backend {
  const isEnabled = checkOptions(options)
  const tables = resolveTables(options.tables)
  const { workspaceId, url, client } = options
  const place = typeof client === 'object' ? client.realtime.endPoint : (url ?? null)
  return {
    name: 'supabase',
    kind: 'supabase',
    key: JSON.stringify(['supabase', place, workspaceId, tables, options.topics ?? null]),
    isEnabled,
    code: supabaseCode,
    start: () => startLate('Supabase', isEnabled, supabaseCode).startSession(options, tables),
  }
}
