import { parseArgs } from 'node:util'
import type { WireName } from './wires/wireName.ts'

/** What `--wire` takes: the wires, and ChatEngine's without its extensions. */
export type CliWire = WireName | 'chatengine-base'

const WIRES: readonly CliWire[] = ['chatengine', 'chatengine-base', 'pytake', 'kanban']

export interface CliArguments {
  readonly port: number
  readonly host: string
  readonly dataDir: string | undefined
  readonly wire: CliWire
  readonly isSeeded: boolean
  readonly hasCustomer: boolean
  readonly hasSupabase: boolean
}

export const HELP = `Usage: npm run engine -- [options]

  --port N        port to listen on (default 4400; 0 takes any free one)
  --host H        address to listen on (default 127.0.0.1)
  --data DIR      keep the database there (default: in memory)
  --wire W        chatengine, with every extension (default); chatengine-base, as deployed servers are; pytake; kanban
  --no-seed       start empty instead of with the demo's conversations
  --no-customer   nobody answers
  --supabase      is a Supabase project as well, for development (needs @supabase/lite, kysely and ws)
  --help          this text

Environment: CHATENGINE_JWT_SECRET signs and checks tokens; without it tokens are handed out to whoever asks.
`

/** Reads the command line. `'help'` when that is what was asked for; a text when something is wrong with it. */
export function parseCliArguments(args: readonly string[]): CliArguments | 'help' | { readonly error: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        port: { type: 'string', default: '4400' },
        host: { type: 'string', default: '127.0.0.1' },
        data: { type: 'string' },
        wire: { type: 'string', default: 'chatengine' },
        'no-seed': { type: 'boolean', default: false },
        'no-customer': { type: 'boolean', default: false },
        supabase: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return 'help'
    const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN
    if (!(port <= 65_535)) return { error: '--port must be a number from 0 to 65535' }
    const wire = WIRES.find((name) => name === values.wire)
    if (wire === undefined) return { error: `--wire must be one of ${WIRES.join(', ')}` }
    if (values.data === '') return { error: '--data must name a directory' }
    if (values.host === '') return { error: '--host must be an address' }
    return {
      port,
      host: values.host,
      dataDir: values.data,
      wire,
      isSeeded: !values['no-seed'],
      hasCustomer: !values['no-customer'],
      hasSupabase: values.supabase,
    }
  } catch (error) {
    // Node explains over several sentences what else could have been meant; the first one is enough.
    const [first = 'it makes no sense'] = (error instanceof Error ? error.message : '').split('. ')
    return { error: first }
  }
}
