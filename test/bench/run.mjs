/**
 * `npm run bench`: measures on this machine and writes `results.json` beside this file. `npm run bench -- ingest` runs one
 * suite and leaves the others' figures as they are.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { provideChromium } from '../helpers/chromium.mjs'
import { measureBurst, TASK_BUDGET_MS } from './burst.ts'
import { measureFailover } from './failover.ts'
import { describeIngest } from './ingest/describeIngest.ts'
import { contestants } from './ingest/contestants.ts'
import { loadPeers } from './ingest/loadPeers.mjs'
import { measureIngest } from './ingest/measureIngest.ts'
import { measureWebhookToDom } from './webhookToDom.ts'

const SIZES = [50, 1_000, 10_000, 100_000]

const suites = {
  ingest: async () => {
    const ingest = await measureIngest({ contestants: [...contestants, ...loadPeers()], sizes: SIZES })
    const { rows, ratios } = describeIngest(ingest)
    console.table(rows)
    console.table(ratios)
    return { burst: 1_000, ratios, contestants: ingest }
  },
  webhookToDom: async () => {
    await provideChromium()
    const webhookToDom = await measureWebhookToDom(100)
    console.table({ 'second tab': webhookToDom.secondTab, 'bare socket': webhookToDom.bareSocket })
    console.log(`second tab / bare socket at p50: ${webhookToDom.ratioP50}`)
    return webhookToDom
  },
  failover: async () => {
    const failover = await measureFailover(20)
    console.table(failover)
    return failover
  },
  burst: async () => {
    await provideChromium()
    const burst = await measureBurst(9)
    for (const [name, { longestTask, longestTaskCpu, keyToPaint, commits, lostKeys }] of Object.entries(burst)) {
      console.log(`1,000 messages ${name} under somebody who types; lost keys: ${lostKeys}`)
      console.table({ 'longest task': longestTask, 'by the processor': longestTaskCpu, commits })
      console.table({ 'key to paint': keyToPaint })
      if (longestTask.median <= TASK_BUDGET_MS && lostKeys === 0) continue
      console.error(
        `over the budget: no key may be lost, and no task may last longer than ${TASK_BUDGET_MS} ms (median)`,
      )
      process.exitCode = 1
    }
    return burst
  },
}

const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !Object.hasOwn(suites, name))
if (unknown !== undefined) {
  console.error(`unable to measure "${unknown}"; there are ${Object.keys(suites).join(', ')}.`)
  process.exit(1)
}
const file = fileURLToPath(new URL('results.json', import.meta.url))
const results = {
  ...JSON.parse(readFileSync(file, 'utf8')),
  measuredAt: new Date().toISOString().slice(0, 10),
  machine: { cores: cpus().length, cpu: cpus()[0]?.model ?? null, node: process.version },
}
for (const [name, measure] of Object.entries(suites)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  try {
    results[name] = await measure()
    // Each as soon as it is there: what comes after it may fail, or be interrupted.
    writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
  } catch (error) {
    console.error(`unable to measure "${name}"; its figures stay as they were.`, error)
    process.exitCode = 1
  }
}
// Some of the contestants leave timers behind.
process.exit()
