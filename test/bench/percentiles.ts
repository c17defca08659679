export interface Percentiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** In the unit given, two decimals. */
export function toPercentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => {
    const value = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
    return Number(value.toFixed(2))
  }
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}
