import type { Queryable } from '../database/database.ts'
import { actAs } from './actAs.ts'
import { type ChangeBinding, isAbout } from './changeBinding.ts'
import { quoteName, toSqlCondition } from './changeFilter.ts'
import type { RowChange } from './changeOutbox.ts'
import type { Claims } from './supabaseTokens.ts'
import { isReadable, type TableFacts } from './tableFacts.ts'

type Passed = ReadonlySet<number>
type Question = Omit<ChangeBinding, 'id' | 'select'>

/** Changes that are looked at together; each is named by its place. */
export interface ChangeBatch {
  readonly factsOf: (index: number) => TableFacts | null
  /** Those that a binding asks for. */
  readonly filter: (binding: ChangeBinding) => Promise<Passed>
  /** Those whose row the bearer of the claims may see. */
  readonly see: (claims: Claims) => Promise<Passed>
}

/** Asks each question of a batch once, however many channels ask it. */
export function createChangeBatch(
  tx: Queryable,
  changes: readonly RowChange[],
  tables: ReadonlyMap<string, TableFacts>,
): ChangeBatch {
  const answers = new Map<string, Promise<Passed>>()
  const once = (question: string, ask: () => Promise<Passed>) => {
    const answer = answers.get(question) ?? ask()
    answers.set(question, answer)
    return answer
  }
  const indexesOf = ({ schema, table }: TableFacts) =>
    [...changes.keys()].filter((index) => changes[index]?.schema === schema && changes[index]?.table === table)

  const filterIn = async (binding: Question, facts: TableFacts): Promise<readonly number[]> => {
    const indexes = indexesOf(facts).filter((index) => binding.event === '*' || changes[index]?.type === binding.event)
    if (binding.conditions.length === 0 || indexes.length === 0) return indexes
    // Of what is deleted only the old row's known columns can be compared.
    const isComparable = (index: number) =>
      changes[index]?.type !== 'DELETE' ||
      facts.replicaIdentity === 'full' ||
      binding.conditions.every(({ column }) => facts.key.includes(column))
    const rows = indexes.filter(isComparable).map((index) => {
      const { record, oldRecord } = changes[index] ?? { record: null, oldRecord: null }
      return { index, row: record ?? oldRecord }
    })
    const toType = (name: string) => facts.columns.find((column) => column.name === name)?.sqlType ?? null
    if (rows.length === 0) return []
    const passed = await tx.query<{ index: number }>(
      `select c.index from jsonb_to_recordset($1) as c (index integer, row jsonb),
         lateral jsonb_populate_record(null::${toSqlName(facts)}, c.row) as r
       where ${toSqlCondition(binding.conditions, toType)}`,
      [rows],
    )
    return passed.map(({ index }) => index)
  }

  const seeIn = async (claims: Claims, facts: TableFacts): Promise<readonly number[]> => {
    const indexes = indexesOf(facts)
    // Who may not read the key cannot be asked about; it is told that it may not, and nothing of the row.
    if (!isReadable(facts, claims.role, facts.key)) return indexes
    const unasked = indexes.filter(
      (index) => changes[index]?.type === 'DELETE' || !facts.hasRowSecurity || facts.key.length === 0,
    )
    const asked = indexes.filter((index) => !unasked.includes(index))
    if (asked.length === 0) return unasked
    const rows = asked.map((index) => ({ index, row: changes[index]?.record }))
    const isSame = facts.key.map((name) => `t.${quoteName(name)} = r.${quoteName(name)}`).join(' and ')
    await actAs(tx, claims)
    const seen = await tx.query<{ index: number }>(
      `select c.index from jsonb_to_recordset($1) as c (index integer, row jsonb),
         lateral jsonb_populate_record(null::${toSqlName(facts)}, c.row) as r
       where exists (select from ${toSqlName(facts)} t where ${isSame})`,
      [rows],
    )
    await actAs(tx, null)
    return [...unasked, ...seen.map(({ index }) => index)]
  }

  const all = async (ask: (facts: TableFacts) => Promise<readonly number[]>): Promise<Passed> => {
    const passed = new Set<number>()
    for (const facts of tables.values()) for (const index of await ask(facts)) passed.add(index)
    return passed
  }
  return {
    factsOf: (index) => tables.get(`${changes[index]?.schema ?? ''}.${changes[index]?.table ?? ''}`) ?? null,
    filter: ({ event, schema, table, conditions }) => {
      const question = { event, schema, table, conditions }
      return once(`filter ${JSON.stringify(question)}`, () =>
        all(async (facts) => (isAbout(question, facts) ? filterIn(question, facts) : [])),
      )
    },
    see: (claims) => once(`see ${JSON.stringify(claims)}`, () => all((facts) => seeIn(claims, facts))),
  }
}

function toSqlName({ schema, table }: TableFacts): string {
  return `${quoteName(schema)}.${quoteName(table)}`
}
