const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whatever else would make Postgres fail where it should find nothing. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value)
}
