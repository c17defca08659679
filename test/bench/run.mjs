/** `npm run bench`: measures on this machine and writes `results.json` beside this file. */
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { provideChromium } from '../helpers/chromium.mjs'
import { measureFailover } from './failover.ts'
import { measureWebhookToDom } from './webhookToDom.ts'

await provideChromium()
const webhookToDom = await measureWebhookToDom(100)
const failover = await measureFailover(20)
const results = {
  measuredAt: new Date().toISOString().slice(0, 10),
  machine: { cores: cpus().length, cpu: cpus()[0]?.model ?? null, node: process.version },
  webhookToDom,
  failover,
}
writeFileSync(fileURLToPath(new URL('results.json', import.meta.url)), `${JSON.stringify(results, null, 2)}\n`)
console.table({ 'second tab': webhookToDom.secondTab, 'bare socket': webhookToDom.bareSocket })
console.table(failover)
console.log(`second tab / bare socket at p50: ${webhookToDom.ratioP50}`)
