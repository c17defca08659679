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
  let budget = limit
  const visit = (node: unknown, depth: number): boolean => {
    budget -= typeof node === 'string' ? node.length : 0
    if (budget < 0 || depth > maxDepth) return true
    if (typeof node !== 'object' || node === null) return false
    if (Array.isArray(node)) return charge(node.length) || node.some((item) => visit(item, depth + 1))
    const keys = Object.keys(node)
    if (keys.length > MOST_KEYS || charge(keys.length)) return true
    for (const key of keys) {
      budget -= key.length
      if (visit((node as Record<string, unknown>)[key], depth + 1)) return true
    }
    return false
  }
  /** All at once, before the first of them is visited. */
  const charge = (nodes: number) => {
    budget -= nodes * NODE
    return budget < 0
  }
  return visit(value, 0)
}
