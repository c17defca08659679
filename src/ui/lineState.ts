import type { ConnectionState, ConnectionStatus } from '../connection/connectionState.ts'

/** How a line stands, and which one it is where it is not the best. */
export type LineState = ConnectionStatus | 'supabase' | 'backup' | 'polling'

/** What is not as it should be. */
export type LineTrouble = Exclude<LineState, 'idle' | 'connected' | 'supabase'>

/** In one word. Supabase without a reason is the line that was wanted. */
export function toLineState({
  status,
  transport,
  reason,
}: Pick<ConnectionState, 'status' | 'transport' | 'reason'>): LineState {
  if (status !== 'connected' || !transport || transport === 'socket') return status
  return transport === 'supabase' && reason ? 'backup' : transport
}
