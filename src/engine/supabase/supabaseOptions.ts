/** How the local Supabase behaves where a test cannot wait as long as a project lets one wait. Times in ms. */
export interface SupabaseOptions {
  /** Before a refused join or renewal is told; nothing else of the socket is answered meanwhile. Default 5000. */
  readonly joinErrorDelayMs?: number
  /** Before a refused connection is told. Default 2000. */
  readonly upgradeErrorDelayMs?: number
  /** From a commit to its event, about. Default 100. */
  readonly changeDelayMs?: number
  /** A socket that says nothing for so long is closed. Default 60 000. */
  readonly idleTimeoutMs?: number
  /** A change that is larger, as JSON, is told without its large values. Default 1 048 576. */
  readonly maxRecordBytes?: number
}

export type SupabaseSettings = Required<SupabaseOptions>

const DEFAULTS: SupabaseSettings = {
  joinErrorDelayMs: 5000,
  upgradeErrorDelayMs: 2000,
  changeDelayMs: 100,
  idleTimeoutMs: 60_000,
  maxRecordBytes: 1_048_576,
}

/** @param check Refuses what is no number of 0 or more, naming the option. */
export function resolveSupabaseOptions(
  option: boolean | SupabaseOptions | undefined,
  check: (option: string, value: number | undefined, fallback: number) => number,
): SupabaseSettings | null {
  if (option === undefined || option === false) return null
  const given: SupabaseOptions = option === true ? {} : option
  const resolve = (name: keyof SupabaseOptions) => check(`supabase.${name}`, given[name], DEFAULTS[name])
  return {
    joinErrorDelayMs: resolve('joinErrorDelayMs'),
    upgradeErrorDelayMs: resolve('upgradeErrorDelayMs'),
    changeDelayMs: resolve('changeDelayMs'),
    idleTimeoutMs: resolve('idleTimeoutMs'),
    maxRecordBytes: resolve('maxRecordBytes'),
  }
}
