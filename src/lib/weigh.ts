/**
 * Says whether a JSON value is heavier than `limit` (characters and nodes counted together, roughly its length as text)
 * or nested deeper than `maxDepth`, and stops counting as soon as it is: a 10 MB payload costs no more than the limit.
 */
export function isHeavierThan(value: unknown, limit: number, maxDepth = 32): boolean {
  let budget = limit
  const visit = (node: unknown, depth: number): boolean => {
    budget -= typeof node === 'string' ? node.length + 2 : 4
    if (budget < 0 || depth > maxDepth) return true
    if (typeof node !== 'object' || node === null) return false
    if (Array.isArray(node)) return node.some((item) => visit(item, depth + 1))
    for (const key of Object.keys(node)) {
      budget -= key.length
      if (visit((node as Record<string, unknown>)[key], depth + 1)) return true
    }
    return false
  }
  return visit(value, 0)
}
