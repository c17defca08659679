/**
 * `npm run bench`: measures on this machine and writes `results.json` beside this file, and what the README shows of it.
 * `npm run bench -- ingest` runs one suite and leaves the others' figures as they are.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { provideChromium } from '../helpers/chromium.mjs'
import { measureBurst, TASK_BUDGET_MS } from './burst.ts'
import { measureEndToEnd } from './endToEnd.ts'
import { measureFailover } from './failover.ts'
import { measureFanOut } from './fanOut.ts'
import { describeIngest } from './ingest/describeIngest.ts'
import { drawGrowth } from './ingest/drawGrowth.ts'
import { contestants } from './ingest/contestants.ts'
import { loadPeers } from './ingest/loadPeers.mjs'
import { measureIngest } from './ingest/measureIngest.ts'
import { installPeers } from './ingest/installPeers.ts'
import { HELD } from './react/contest.ts'
import * as react from './react/contestants.ts'
import { describeReactBurst } from './react/describeReactBurst.ts'
import { describeSteady } from './react/describeSteady.ts'
import { measureReactBurst } from './react/measureReactBurst.ts'
import { measureSteady } from './react/measureSteady.ts'
import { measureMemory } from './memory.ts'
import { measureSizes } from './sizes.ts'
import { renewSpeedSection } from './speedSection.ts'
import { measureThroughput } from './throughput.ts'
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
  reactBurst: async () => {
    await provideChromium()
    const hasPeers = installPeers(fileURLToPath(new URL('ingest/peers', import.meta.url)))
    const { yardstick, ours, naive, storePerEvent, queryPerEvent, queryPerFrame, tanstackDb } = react
    const byHand = [yardstick, ours, naive, storePerEvent, queryPerEvent, queryPerFrame]
    const contestants = await measureReactBurst({ contestants: hasPeers ? [...byHand, tanstackDb] : byHand })
    if (!hasPeers) contestants.push({ name: tanstackDb.name, kind: tanstackDb.kind, bySlowness: {} })
    const tables = Object.entries(describeReactBurst(contestants))
    for (const [times, { rows, limits }] of tables) {
      console.log(`1,000 messages into ${HELD.toLocaleString('en')}, the processor ${times} × slower`)
      console.table(rows)
      console.table(limits)
    }
    const limits = Object.fromEntries(tables.map(([times, table]) => [times, table.limits]))
    return { burst: 1_000, held: HELD, limits, contestants }
  },
  steady: async () => {
    await provideChromium()
    const { yardstick, ours, naive, queryPerFrame } = react
    const contestants = await measureSteady({ contestants: [yardstick, ours, naive, queryPerFrame] })
    const { rows, limits } = describeSteady(contestants)
    console.table(rows)
    console.table(limits)
    return { everyMs: 10, held: HELD, limits, contestants }
  },
  endToEnd: async () => {
    await provideChromium()
    const endToEnd = await measureEndToEnd(200)
    for (const [place, { bareSocket, ours, ratioP50, later }] of Object.entries(endToEnd)) {
      console.table({ [`${place}: bare socket`]: bareSocket, ours, 'ours, later by': later })
      holdTo(`${place}: ours over the bare socket's p50`, ratioP50, ratioP50 <= 1.2)
      holdTo(`${place}: p99 in ms`, ours.p99, ours.p99 < 50)
    }
    return endToEnd
  },
  throughput: async () => {
    await provideChromium()
    const throughput = await measureThroughput({ messages: 20_000, rounds: 9 })
    console.table(throughput)
    holdTo('messages a second, ours over the bare socket’s', throughput.ratio, throughput.ratio >= 0.9)
    return throughput
  },
  memory: async () => {
    await provideChromium()
    const memory = await measureMemory(100_000)
    console.table(memory)
    holdTo('heap over the JSON of the same messages', memory.ratio, memory.ratio <= 1.5)
    return memory
  },
  fanOut: async () => {
    const fanOut = await measureFanOut({ sizes: [100, 1_000], messages: 100 })
    for (const { members, latency, spread, kilobytesPerConnection } of fanOut) {
      console.table({ [`to ${members} members`]: latency, 'after the first of them': spread })
      if (kilobytesPerConnection !== null) console.log(`${kilobytesPerConnection} kB a connection`)
    }
    return fanOut
  },
  sizes: async () => {
    const sizes = await measureSizes()
    console.table(sizes)
    for (const [name, { bytes, aim }] of Object.entries(sizes))
      if (aim !== null) holdTo(`${name}, bytes`, bytes, bytes <= aim)
    return sizes
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

function toFile(path) {
  return fileURLToPath(new URL(path, import.meta.url))
}

/** Says whether a limit is kept, and fails the run where it is not. */
function holdTo(what, value, isKept) {
  if (isKept) {
    console.log(`${what}: ${value}, within the limit`)
    return
  }
  console.error(`over the limit: ${what}: ${value}`)
  process.exitCode = 1
}

const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !Object.hasOwn(suites, name))
if (unknown !== undefined) {
  console.error(`unable to measure "${unknown}"; there are ${Object.keys(suites).join(', ')}.`)
  process.exit(1)
}
const file = toFile('results.json')
const readme = toFile('../../README.md')
const picture = toFile('../../stories/growth.svg')
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
    writeFileSync(readme, renewSpeedSection(readFileSync(readme, 'utf8'), results))
    const { ingest } = results
    if (ingest !== undefined) writeFileSync(picture, drawGrowth(ingest.contestants, ingest.burst))
  } catch (error) {
    console.error(`unable to measure "${name}"; its figures stay as they were.`, error)
    process.exitCode = 1
  }
}
// Some of the contestants leave timers behind.
process.exit()
