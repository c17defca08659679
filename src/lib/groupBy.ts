/** Groups items by a key, in order. (`Map.groupBy` is younger than the oldest platforms supported.) */
export function groupBy<Item, Key>(items: Iterable<Item>, toKey: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  let lastKey: Key | undefined
  let group: Item[] = []
  for (const item of items) {
    const key = toKey(item)
    // One that follows another of its group, as most do, is not looked up.
    if (groups.size === 0 || key !== lastKey) {
      group = groups.get(key) ?? []
      groups.set(key, group)
      lastKey = key
    }
    group.push(item)
  }
  return groups
}
