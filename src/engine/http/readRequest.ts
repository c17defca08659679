import type { Context } from 'hono'
import * as v from 'valibot'
import { toIsoTimestamp } from '../../lib/isoTimestamp.ts'
import { parseInput } from '../input.ts'
import { invalid } from '../problem.ts'
import { readBody } from './readBody.ts'

/** @throws {@link Problem} `INVALID_PAYLOAD` when the body is no JSON or not what was expected. */
export async function readJson<Schema extends v.GenericSchema>(
  context: Context,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  return parseInput(schema, parseJson(await readBody(context)))
}

export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString())
  } catch {
    throw invalid('body', 'it is not JSON')
  }
}

/** Reads the query's parameters; of a parameter given twice the first counts. */
export function readQuery<Schema extends v.GenericSchema>(context: Context, schema: Schema): v.InferOutput<Schema> {
  return parseInput(schema, context.req.query())
}

export const UuidSchema = v.pipe(v.string(), v.uuid('expected a UUID'))

/** A whole number in text, within bounds. */
export function integer(minimum: number, maximum: number) {
  return v.pipe(
    v.string(),
    v.regex(/^-?\d{1,15}$/, 'expected a whole number'),
    v.transform(Number),
    v.minValue(minimum),
    v.maxValue(maximum),
  )
}

/** An ISO 8601 time. */
export const TimeSchema = v.pipe(
  v.string(),
  v.check((text) => toIsoTimestamp(text) !== null, 'expected an ISO 8601 time'),
  v.transform((text) => toIsoTimestamp(text) ?? text),
)

export const LimitSchema = v.optional(integer(1, 200), '50')
export const OffsetSchema = v.optional(integer(0, 1_000_000_000), '0')
