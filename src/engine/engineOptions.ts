import { isCapability, type Capability } from '../domain/capability.ts'
import { ConversationError } from '../domain/errors.ts'
import { type EngineHabits, type EngineQuirks, resolveQuirks } from './quirks.ts'
import { resolveSupabaseOptions, type SupabaseOptions, type SupabaseSettings } from './supabase/supabaseOptions.ts'
import { WIRE_ADDRESSES } from './wires/wireAddresses.ts'
import { WIRE_NAMES, type WireName } from './wires/wireName.ts'

/** Which workspace a WhatsApp number's webhooks belong to. */
export interface NumberRegistration {
  readonly workspaceId: string
  /** The Cloud API's `metadata.phone_number_id`. */
  readonly phoneNumberId: string
  /** The number as people write it. */
  readonly displayPhoneNumber?: string
}

/** How an engine is made; every option has a default. */
export interface EngineOptions {
  /** Where the database lives on disk. Default: in memory, gone with the process. */
  readonly dataDir?: string | undefined
  /**
   * How it talks to its clients: as ChatEngine (default), as PyTake or as WhatsApp Kanban. Behind the wire everything is the
   * same: database, webhooks, provider, customer, Supabase.
   */
  readonly wire?: WireName | undefined
  /** Where Socket.IO is mounted. Default `/api/ws`, on the other two wires `/socket.io`. */
  readonly socketPath?: string | undefined
  /**
   * Put before every path, HTTP's and Socket.IO's, e.g. `/pytake`: several engines can share a server. Clients take it as a
   * part of the address and of Socket.IO's `path`. Default: none.
   */
  readonly prefix?: string | undefined
  /**
   * What this server can do beyond the base of its wire. Default: everything. `[]` makes a base server, as deployed ones
   * are: no greeting, no acknowledgements, base columns only, and two sends are two messages. Only ChatEngine's wire has any.
   */
  readonly capabilities?: readonly Capability[] | undefined
  /** Signs and checks tokens (HS256). Default: a random one, kept in the database. */
  readonly jwtSecret?: string | undefined
  /** Hands a token to whoever asks, at `POST /functions/v1/chatengine-token`. For development only. Default `false`. */
  readonly devTokens?: boolean | undefined
  /** Seconds. Default 3600. */
  readonly tokenLifetimeSeconds?: number | undefined
  /** The stand-in for WhatsApp; each step in ms after the one before. Default 150, 500, 1500. `false`: messages stay pending. */
  readonly provider?:
    | { readonly sentMs?: number; readonly deliveredMs?: number; readonly readMs?: number }
    | false
    | undefined
  /** A scripted customer who answers `delayMs` (default 2500) after an agent's message was read. Default `false`. */
  readonly customer?: { readonly delayMs?: number } | false | undefined
  /** WhatsApp numbers whose webhooks are accepted. Those of `seed` are added by themselves. Default: none. */
  readonly numbers?: readonly NumberRegistration[] | undefined
  /**
   * `verifyToken` answers Meta's verification challenge; `appSecret` makes `X-Hub-Signature-256` compulsory. Without it
   * anybody who knows a phone_number_id can write messages: set it wherever the engine can be reached from outside.
   */
  readonly webhook?: { readonly verifyToken?: string; readonly appSecret?: string } | undefined
  /** Pages that may talk to the engine, as origins. Default `'*'`: tokens travel in headers, there are no cookies to steal. */
  readonly corsOrigins?: readonly string[] | '*' | undefined
  /**
   * Is a Supabase project as well, on the same database and the same port: PostgREST, Auth and Realtime for the unmodified
   * `supabase-js`. For development and tests; needs `@supabase/lite`, `kysely` and `ws`. Default `false`.
   */
  readonly supabase?: boolean | SupabaseOptions | undefined
  /** Habits of servers in the field, for tests. */
  readonly quirks?: EngineQuirks | undefined
}

/** The options with their defaults. */
export interface EngineSettings {
  readonly dataDir: string | null
  readonly wire: WireName
  readonly socketPath: string
  /** Empty, or a path that begins with a slash and ends without one. */
  readonly prefix: string
  readonly capabilities: readonly Capability[]
  readonly jwtSecret: string | null
  readonly devTokens: boolean
  readonly tokenLifetimeSeconds: number
  readonly provider: { readonly sentMs: number; readonly deliveredMs: number; readonly readMs: number } | null
  readonly customer: { readonly delayMs: number } | null
  readonly numbers: readonly NumberRegistration[]
  readonly webhook: { readonly verifyToken: string | null; readonly appSecret: string | null }
  readonly corsOrigins: readonly string[] | '*'
  readonly supabase: SupabaseSettings | null
  readonly quirks: EngineHabits
}

const EVERYTHING: readonly Capability[] = ['acks', 'changes', 'idempotency', 'authenticate', 'crm', 'presence', 'ping']

/** @throws {@link ConversationError} `invalid_option`, naming the option. */
export function resolveOptions(options: EngineOptions): EngineSettings {
  const { provider = {}, customer = false, webhook = {}, quirks = {} } = options
  const wire = options.wire ?? 'chatengine'
  if (!WIRE_NAMES.includes(wire)) refuse('wire', `must be one of ${WIRE_NAMES.join(', ')}`)
  const capabilities = options.capabilities ?? (wire === 'chatengine' ? EVERYTHING : [])
  if (wire !== 'chatengine' && capabilities.length > 0) refuse('capabilities', `are ChatEngine's; "${wire}" has none`)
  if (!capabilities.every(isCapability)) refuse('capabilities', `knows ${EVERYTHING.join(', ')} and nothing else`)
  if (options.dataDir === '') refuse('dataDir', 'must not be empty; leave it out to keep everything in memory')
  if (options.jwtSecret === '') refuse('jwtSecret', 'must not be empty; leave it out for a random one')
  return {
    dataDir: options.dataDir ?? null,
    wire,
    socketPath: checkPath('socketPath', options.socketPath ?? WIRE_ADDRESSES[wire].socketPath),
    prefix: options.prefix === undefined || options.prefix === '' ? '' : checkPath('prefix', options.prefix),
    capabilities: EVERYTHING.filter((capability) => capabilities.includes(capability)),
    jwtSecret: options.jwtSecret ?? null,
    devTokens: options.devTokens ?? false,
    tokenLifetimeSeconds: check('tokenLifetimeSeconds', options.tokenLifetimeSeconds, 3600),
    provider:
      (provider !== false && {
        sentMs: check('provider.sentMs', provider.sentMs, 150),
        deliveredMs: check('provider.deliveredMs', provider.deliveredMs, 500),
        readMs: check('provider.readMs', provider.readMs, 1500),
      }) ||
      null,
    customer: (customer !== false && { delayMs: check('customer.delayMs', customer.delayMs, 2500) }) || null,
    numbers: options.numbers ?? [],
    webhook: { verifyToken: webhook.verifyToken ?? null, appSecret: webhook.appSecret ?? null },
    corsOrigins: options.corsOrigins ?? '*',
    supabase: resolveSupabaseOptions(options.supabase, check),
    quirks: checkQuirks(resolveQuirks(quirks, { wire, isBase: capabilities.length === 0 })),
  }
}

function check(option: string, value: number | undefined, fallback: number): number {
  if (value === undefined) return fallback
  return Number.isFinite(value) && value >= 0 ? value : refuse(option, 'must be a number, 0 or more')
}

function checkQuirks(quirks: EngineHabits): EngineHabits {
  check('quirks.joinDelayMs', quirks.joinDelayMs, 0)
  check('quirks.echoBeforeAnswerMs', quirks.echoBeforeAnswerMs, 0)
  return quirks
}

function checkPath(option: string, path: string): string {
  return /^(\/[\w.~-]+)+$/.test(path)
    ? path
    : refuse(option, 'must be a path such as /chat, without a slash at its end')
}

function refuse(option: string, rule: string): never {
  throw new ConversationError('invalid_option', `unable to create the engine; "${option}" ${rule}.`, { field: option })
}
