import { createLate } from '../lib/late.ts'

/** What makes a socket: Socket.IO itself above all. */
export const socketCode = createLate(() => import('./socketLine.ts'))
