import type { PGlite } from '@electric-sql/pglite'
import { loadOptional } from './loadOptional.ts'
import { createPgliteDriver } from './pgliteDriver.ts'
import { restParsers } from './restParsers.ts'

export interface RestOptions {
  readonly jwtSecret: string
  readonly tokenLifetimeSeconds: number
}

/**
 * PostgREST and GoTrue, as far as `@supabase/lite` stands in for them, on the engine's own database: `/rest/v1` and
 * `/auth/v1`. The only importer of that package, which is loaded when it is asked for and not before.
 *
 * @throws when it is not installed.
 */
export async function openRest(
  pglite: PGlite,
  { jwtSecret, tokenLifetimeSeconds }: RestOptions,
): Promise<(request: Request) => Promise<Response>> {
  const { App, PgliteConnection, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } =
    await loadOptional(loadPackages)
  // Its constructor makes a PGlite of its own and takes no other; so only its base's runs, and the rest is put in place.
  const base = Object.getPrototypeOf(PgliteConnection) as new (config: object) => object
  const connection = Reflect.construct(base, [{}], PgliteConnection) as InstanceType<typeof PgliteConnection>
  const kysely = new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => createPgliteDriver(pglite, restParsers),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
  Object.assign(connection, { driver: pglite, kysely })
  const app = new App({
    connection,
    // Off, every request with a token is a 500.
    auth: { enabled: true, jwt_secret: jwtSecret, jwt_expiry: Math.max(1, Math.ceil(tokenLifetimeSeconds)) },
    db: { migrations: { enabled: false } },
    storage: { enabled: false },
  })
  await app.ensureSystemSchema()
  // Else the first requests, if they come together, each read the whole catalogue.
  await connection.introspect({ useCache: true })
  return (request) => app.fetch(request)
}

async function loadPackages() {
  // oxlint-disable-next-line typescript/unbound-method -- it is put back where it was, not called
  const { emitWarning } = process
  try {
    const [{ App }, { PgliteConnection }, kysely] = await Promise.all([
      import('@supabase/lite'),
      import('@supabase/lite/pglite'),
      import('kysely'),
    ])
    return { App, PgliteConnection, ...kysely }
  } finally {
    // It puts one of its own in place, to hide a warning about SQLite, which throws at every warning that is an `Error`.
    process.emitWarning = emitWarning
  }
}
