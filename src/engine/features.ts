import type { Capability } from '../domain/capability.ts'
import type { EngineSettings } from './engineOptions.ts'

/** What this server says and does, as questions. */
export interface Features {
  readonly capabilities: readonly Capability[]
  readonly has: (capability: Capability) => boolean
  /** `false` for a base server: it says nothing that the base of the wire does not have. */
  readonly isExtended: boolean
  readonly echoesClientId: boolean
}

export function createFeatures({ capabilities, quirks }: EngineSettings): Features {
  return {
    capabilities,
    has: (capability) => capabilities.includes(capability),
    isExtended: capabilities.length > 0,
    echoesClientId: quirks.echoClientId,
  }
}
