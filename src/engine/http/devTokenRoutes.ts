import { Hono } from 'hono'
import * as v from 'valibot'
import type { EngineContext } from '../engineContext.ts'
import { readJson } from './readRequest.ts'

const Short = v.pipe(v.string(), v.minLength(1), v.maxLength(512))
const BodySchema = v.object({
  workspace_id: Short,
  user_id: v.nullish(Short),
  user_name: v.nullish(Short),
})

/**
 * Stands in for the CRM's own token endpoint during development. It asks nobody who they are, so it is mounted only where
 * `devTokens` says so.
 */
export function devTokenRoutes({ tokens, settings }: EngineContext, supabaseAnonKey: string | null): Hono {
  const routes = new Hono()
  // The key is no secret; a page that comes from the same server has no other way to know it.
  if (supabaseAnonKey !== null)
    routes.get('/supabase-anon-key', (context) => context.json({ anon_key: supabaseAnonKey }))
  routes.post('/chatengine-token', async (context) => {
    const { workspace_id: workspaceId, user_id: userId, user_name: userName } = await readJson(context, BodySchema)
    const token = await tokens.sign({ workspaceId, userId: userId ?? undefined, userName: userName ?? undefined })
    return context.json({ token, expires_in: settings.tokenLifetimeSeconds, workspace_id: workspaceId })
  })
  return routes
}
