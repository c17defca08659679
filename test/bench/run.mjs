/** `npm run bench`: measures on this machine and writes `results.json` beside this file. */
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { provideChromium } from '../helpers/chromium.mjs'
import { measureBurst, TASK_BUDGET_MS } from './burst.ts'
import { measureFailover } from './failover.ts'
import { measureWebhookToDom } from './webhookToDom.ts'

await provideChromium()
const webhookToDom = await measureWebhookToDom(100)
const failover = await measureFailover(20)
const burst = await measureBurst(9)
const results = {
  measuredAt: new Date().toISOString().slice(0, 10),
  machine: { cores: cpus().length, cpu: cpus()[0]?.model ?? null, node: process.version },
  webhookToDom,
  failover,
  burst,
}
writeFileSync(fileURLToPath(new URL('results.json', import.meta.url)), `${JSON.stringify(results, null, 2)}\n`)
console.table({ 'second tab': webhookToDom.secondTab, 'bare socket': webhookToDom.bareSocket })
console.table(failover)
console.log(`second tab / bare socket at p50: ${webhookToDom.ratioP50}`)
for (const [name, { longestTask, longestTaskCpu, keyToPaint, commits, lostKeys }] of Object.entries(burst)) {
  console.log(`1,000 messages ${name} under somebody who types; lost keys: ${lostKeys}`)
  console.table({ 'longest task': longestTask, 'by the processor': longestTaskCpu, commits })
  console.table({ 'key to paint': keyToPaint })
  if (longestTask.median <= TASK_BUDGET_MS && lostKeys === 0) continue
  console.error(`over the budget: no key may be lost, and no task may last longer than ${TASK_BUDGET_MS} ms (median)`)
  process.exitCode = 1
}
