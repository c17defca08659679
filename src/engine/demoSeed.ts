import type { Engine } from './engine.ts'
import { createDemoConversations } from './seed/demoConversations.ts'
import type { SeededConversation } from './seed/seedConversations.ts'

/** The demo's workspace. */
export const DEMO_WORKSPACE = 'demo'
/** The WhatsApp number that the demo's webhooks come in by. */
export const DEMO_PHONE_NUMBER_ID = 'test-phone-id'

export interface DemoOptions {
  /** Default `demo`. */
  readonly workspaceId?: string | undefined
  /** What the conversations' times are reckoned from. Default: now. */
  readonly now?: Date | undefined
}

/** Fills an empty database with a CRM's daily life, in Portuguese and English; leaves any other as it is. */
export async function seedDemo(
  engine: Engine,
  { workspaceId = DEMO_WORKSPACE, now = new Date() }: DemoOptions = {},
): Promise<readonly SeededConversation[]> {
  const [known] = await engine.database.query('select 1 from conversations limit 1')
  if (known !== undefined) return []
  return engine.seed(workspaceId, createDemoConversations(workspaceId, DEMO_PHONE_NUMBER_ID, now))
}
