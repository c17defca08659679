#!/usr/bin/env node
import { HELP, type CliArguments, parseCliArguments } from './cliArguments.ts'
import { createEngine } from './createEngine.ts'
import { DEMO_PHONE_NUMBER_ID, DEMO_WORKSPACE, seedDemo } from './demoSeed.ts'
import type { Engine } from './engine.ts'

const parsed = parseCliArguments(process.argv.slice(2))
if (parsed === 'help') {
  process.stdout.write(HELP)
} else if ('error' in parsed) {
  fail(`${parsed.error}. Try --help.`, 2)
} else {
  await run(parsed)
}

/** Starts the engine and says so in one line of JSON; ends it on SIGINT and SIGTERM. */
async function run(options: CliArguments): Promise<void> {
  let stop: () => void = () => process.exit(0)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop())
  const engine = await start(options).catch((error: unknown) => fail(toReason(error, options), 1))
  let isStopping = false
  stop = () => {
    if (isStopping) return
    isStopping = true
    engine.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
}

async function start(options: CliArguments): Promise<Engine> {
  const { port, host, dataDir, wire, isSeeded, hasCustomer, hasSupabase } = options
  const jwtSecret = process.env['CHATENGINE_JWT_SECRET'] || undefined
  const engine = await createEngine({
    dataDir,
    jwtSecret,
    devTokens: jwtSecret === undefined,
    ...(wire === 'chatengine-base' ? { capabilities: [] } : { wire }),
    ...(hasCustomer && { customer: {} }),
    supabase: hasSupabase,
    numbers: [{ workspaceId: DEMO_WORKSPACE, phoneNumberId: DEMO_PHONE_NUMBER_ID }],
  })
  try {
    if (isSeeded) await seedDemo(engine)
    const { url, port: actualPort } = await engine.listen({ port, host })
    const ready = {
      ready: true,
      url,
      port: actualPort,
      wire,
      capabilities: engine.capabilities,
      tokenEndpoint: jwtSecret === undefined ? `${url}/functions/v1/chatengine-token` : null,
      webhook: `${url}/webhooks/whatsapp`,
      health: `${url}/health`,
      ...(engine.supabase && { supabaseUrl: url, supabaseAnonKey: engine.supabase.anonKey }),
    }
    process.stdout.write(`${JSON.stringify(ready)}\n`)
    return engine
  } catch (error) {
    await engine.close()
    throw error
  }
}

function toReason(error: unknown, { port, host }: CliArguments): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'EADDRINUSE') return `unable to listen on port ${port}; it is in use. Use another with --port.`
  if (code === 'EACCES') return `unable to listen on port ${port}; that needs more rights. Use another with --port.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `unable to listen on ${host}; this computer has no such address.`
  return error instanceof Error ? error.message : 'unable to start the engine.'
}

function fail(reason: string, code: number): never {
  process.stderr.write(`chatengine: ${reason.split('\n')[0]}\n`)
  process.exit(code)
}
