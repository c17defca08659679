// What is loaded late would be counted with what is held.
import '../../../src/eager.ts'
import { exchange } from '../lines/exchange.ts'
import { hold } from '../lines/hold.ts'
import { receive } from '../lines/receive.ts'

/** The page's side of the benches of the line. */
const lines = { exchange, hold, receive }
declare global {
  var lines: { exchange: typeof exchange; hold: typeof hold; receive: typeof receive }
}
Object.assign(globalThis, { lines })
