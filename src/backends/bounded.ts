import * as v from 'valibot'

/** A list of at most `most` items. They are counted before one of them is looked at: being too long takes no time. */
export function boundedArray<const Item extends v.GenericSchema>(item: Item, most: number) {
  return v.pipe(
    v.custom<v.InferInput<Item>[]>(() => true),
    v.check((value) => !Array.isArray(value) || value.length <= most),
    v.array(item),
  )
}

/** The same for an object with keys of any name. */
export function boundedRecord(most: number) {
  return v.pipe(
    v.custom<Record<string, unknown>>(() => true),
    v.check((value) => typeof value !== 'object' || value === null || Object.keys(value).length <= most),
    v.record(v.string(), v.unknown()),
  )
}
