/** What a flood of messages costs a person who is typing: the inbox over the fake, built for production, in Chromium. */
import type { Browser, Page } from 'playwright'
import { serveBuiltApp } from '../helpers/builtApp.ts'
import { openBrowser } from '../helpers/openBrowser.ts'
import { traceTasks } from './longestTask.ts'
import { toPercentiles, type Percentiles } from './percentiles.ts'

const MESSAGES = 1_000
/** No frame may wait longer than this for the page's thread. */
export const TASK_BUDGET_MS = 50
const SENTENCE = 'The quick brown fox jumps over the lazy dog, and over a thousand messages.'
/** Somebody in a hurry. */
const KEY_EVERY_MS = 15

export interface Burst {
  readonly runs: number
  /** Each run's longest task in ms. `min` is the quietest run: what others on the machine do only makes it longer. */
  readonly longestTask: Spread
  /** The same by the processor's time of the thread. */
  readonly longestTaskCpu: Spread
  /** Tasks over the budget, in all runs. */
  readonly overBudget: number
  /** ms from the key to the paint that shows it. */
  readonly keyToPaint: Percentiles
  /** Keys that are not where they were typed, in all runs. */
  readonly lostKeys: number
  /** How often React wrote to the page in a run, the keys' own included. */
  readonly commits: Spread
}

export interface Spread {
  readonly min: number
  readonly median: number
  readonly max: number
}

/** `atOnce`: all messages in one go; `inASecond`: 20 every 20 ms. */
export async function measureBurst(runs: number): Promise<{ readonly atOnce: Burst; readonly inASecond: Burst }> {
  const [app, browser] = await Promise.all([serveBuiltApp('bench/burstApp'), openBrowser()])
  try {
    return { atOnce: await measure(MESSAGES), inASecond: await measure(20) }
  } finally {
    await browser.close()
    await app.close()
  }

  async function measure(each: number): Promise<Burst> {
    const all: Run[] = []
    for (let run = 0; run < runs; run += 1) all.push(await runOnce(browser, app.url, each))
    return {
      runs,
      longestTask: toSpread(all.map(({ tasks }) => Math.max(...tasks.map(({ wallMs }) => wallMs)))),
      longestTaskCpu: toSpread(all.map(({ tasks }) => Math.max(...tasks.map(({ cpuMs }) => cpuMs)))),
      overBudget: all.flatMap(({ tasks }) => tasks.filter(({ wallMs }) => wallMs > TASK_BUDGET_MS)).length,
      keyToPaint: toPercentiles(all.flatMap(({ keys }) => keys)),
      lostKeys: all.reduce((sum, { lostKeys }) => sum + lostKeys, 0),
      commits: toSpread(all.map(({ commits }) => commits)),
    }
  }
}

type Run = Awaited<ReturnType<typeof runOnce>>

async function runOnce(browser: Browser, url: string, each: number) {
  const page = await browser.newPage()
  try {
    await page.addInitScript(watchKeysAndCommits)
    await page.goto(url)
    await page.getByText('Old 59').waitFor()
    await page.getByText('Live', { exact: true }).waitFor()
    const box = page.getByRole('textbox')
    await box.click()
    await page.keyboard.type('Warm ')
    await page.evaluate(() => globalThis.seen.reset())
    const tasks = await traceTasks(browser, page, () => burstUnderFingers(page, each), ['burst-start', 'burst-end'])
    const typed = await box.inputValue()
    const { keys, commits } = await page.evaluate(() => ({ ...globalThis.seen }))
    const lostKeys = `Warm ${SENTENCE}`.split('').filter((key, position) => typed[position] !== key).length
    return { tasks, keys, commits, lostKeys }
  } finally {
    await page.close()
  }
}

/** Begins to type, lets the messages loose, and goes on typing until the last one is on screen. */
async function burstUnderFingers(page: Page, each: number): Promise<void> {
  const [first, rest] = [SENTENCE.slice(0, 10), SENTENCE.slice(10)]
  await page.keyboard.type(first, { delay: KEY_EVERY_MS })
  const written = page.evaluate(([count, chunk]) => globalThis.burst(count, chunk), [MESSAGES, each] as const)
  await page.keyboard.type(rest, { delay: KEY_EVERY_MS })
  await written
  await page.waitForFunction(
    (last) => [...document.querySelectorAll('.crm-text')].at(-1)?.textContent?.endsWith(` ${last}`),
    MESSAGES,
  )
  // What follows the last message counts, too: measuring, following, and what is read out.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 700)))
  await page.evaluate(() => void performance.mark('burst-end'))
}

declare global {
  var burst: (count: number, each: number) => Promise<void>
  var seen: { keys: number[]; commits: number; reset: () => void }
}

/** In the page, before anything else: how long each key waits for its paint, and how often React commits. */
function watchKeysAndCommits(): void {
  const seen = {
    keys: [] as number[],
    commits: 0,
    reset: () => {
      seen.keys.length = 0
      seen.commits = 0
    },
  }
  const onCommitFiberRoot = () => {
    seen.commits += 1
  }
  const hook = { supportsFiber: true, inject: () => 1, onCommitFiberRoot, onCommitFiberUnmount: () => {} }
  Object.assign(globalThis, { seen, __REACT_DEVTOOLS_GLOBAL_HOOK__: hook })
  addEventListener(
    'keydown',
    ({ timeStamp }) => {
      // A message posted in a frame is heard right after that frame's paint.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.addEventListener('message', () => seen.keys.push(performance.now() - timeStamp), { once: true })
        port1.start()
        port2.postMessage(null)
      })
    },
    { capture: true },
  )
}

function toSpread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (position: number) => Number((sorted[Math.floor(position)] ?? Number.NaN).toFixed(1))
  return { min: at(0), median: at(sorted.length / 2), max: at(sorted.length - 1) }
}
