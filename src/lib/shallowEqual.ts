/** Two objects have the same entries; what is in them is compared by identity. */
export function shallowEqual(a: object, b: object): boolean {
  const keys = Object.keys(b)
  return (
    keys.length === Object.keys(a).length &&
    keys.every((key) => Object.is((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  )
}
