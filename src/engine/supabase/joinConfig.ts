/** What a join asks for, with Realtime's leniency: what has the wrong type counts as left out. */
export interface JoinConfig {
  readonly broadcast: { readonly ack: boolean; readonly self: boolean }
  readonly presence: { readonly key: string; readonly enabled: boolean }
  /** As submitted: the answer repeats them. */
  readonly changes: readonly object[]
  readonly isPrivate: boolean
}

export function readJoinConfig(payload: unknown): JoinConfig {
  const config = toRecord(toRecord(payload)['config'])
  const [broadcast, presence, changes] = [
    toRecord(config['broadcast']),
    toRecord(config['presence']),
    config['postgres_changes'],
  ]
  return {
    broadcast: { ack: isTrue(broadcast['ack']), self: isTrue(broadcast['self']) },
    presence: {
      key: typeof presence['key'] === 'string' ? presence['key'] : '',
      enabled: isTrue(presence['enabled']),
    },
    changes: Array.isArray(changes) ? changes.filter((entry): entry is object => Object(entry) === entry) : [],
    isPrivate: isTrue(config['private']),
  }
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return Object(value) as Record<string, unknown>
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true'
}
