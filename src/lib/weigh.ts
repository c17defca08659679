/** What a value costs that holds no text: it takes as long to check as that many characters. */
const NODE = 64
/** No record of anything has as many fields, and beyond some thousands engines take far longer for each. */
const MOST_KEYS = 3_000

/**
 * Says whether a JSON value is heavier than `limit` (its characters, and {@link NODE} for every value in it), nested deeper
 * than `maxDepth`, or has an object of more than {@link MOST_KEYS} keys. It stops counting as soon as that is known: a
 * payload of 10 MB costs no more than the limit, or than to list the keys of one object.
 */
export function isHeavierThan(value: unknown, limit: number, maxDepth = 32): boolean {
  return weigh(value, limit, maxDepth) < 0
}

/** What is left of `budget`; less than nothing as soon as it is known not to be enough. */
function weigh(value: unknown, budget: number, depth: number): number {
  if (typeof value === 'string') return budget - value.length
  if (typeof value !== 'object' || value === null) return budget
  if (depth < 0) return -1
  if (Array.isArray(value)) {
    // All at once, before the first of them is visited.
    let left = budget - value.length * NODE
    for (let position = 0; position < value.length && left >= 0; position += 1) {
      left = weigh(value[position], left, depth - 1)
    }
    return left
  }
  let left = budget
  let count = 0
  // Three times as fast as a list of the keys: this is asked of every frame.
  for (const key in value) {
    const field = (value as Record<string, unknown>)[key]
    count += 1
    left -= NODE + key.length
    if (typeof field === 'string') left -= field.length
    else if (typeof field === 'object') left = weigh(field, left, depth - 1)
    if (left < 0 || count > MOST_KEYS) return -1
  }
  return left
}
