/**
 * Entry `./eager`: imported for what it does. All that this library otherwise loads late is in this script with it, but for
 * Supabase's Realtime: for applications that want one script, for Node, and for tests.
 *
 * @example
 * import 'react-crm-conversations/eager'
 */
import { chatEngineCode } from './backends/chatEngine/index.ts'
import * as chatEngineSession from './backends/chatEngine/session.ts'
import { supabaseCode } from './backends/supabase/index.ts'
import * as supabaseSession from './backends/supabase/session.ts'
import { liveCode } from './client/lateParts.ts'
import * as liveParts from './client/liveParts.ts'
import { socketCode } from './transports/socketCode.ts'
import * as socketLine from './transports/socketLine.ts'

socketCode.set(socketLine)
chatEngineCode.set(chatEngineSession)
supabaseCode.set(supabaseSession)
liveCode.set(liveParts)
