/** One page of rows, and whether more follow. */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly hasMore: boolean
}

/** Which rows a query reads, in SQL over the table's alias. */
export interface RowSelection {
  readonly where: string
  /** Columns, each with its direction. Default: no order. */
  readonly order?: string
  /** A placeholder, perhaps with an offset. Default: all. */
  readonly limit?: string
}

/**
 * The rows of one table, before anything is joined to them. Postgres would otherwise join a whole history to find out
 * which fifty rows of it are the newest; it knows better only once it has statistics.
 */
export function toPageQuery(table: string, alias: string, { where, order, limit }: RowSelection): string {
  const tail = [order && `order by ${order}`, limit && `limit ${limit}`].filter(Boolean).join(' ')
  return `(select * from ${table} ${alias} where ${where} ${tail}) ${alias}`
}

/** Makes a page of rows that were read with `limit + 1`: the extra one only tells that there is more. */
export function toPage<Row>(rows: readonly Row[], limit: number): Page<Row> {
  return { rows: rows.slice(0, limit), hasMore: rows.length > limit }
}
