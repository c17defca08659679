/** A page for each contestant, all of one browser and on one server, to be asked in turns. */
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright'
import { serveBuiltApp } from '../../helpers/builtApp.ts'
import { openBrowser } from '../../helpers/openBrowser.ts'
import { tanstackDb, type ReactContestant } from './contestants.ts'
import { openLine, type Line } from './line.ts'
import { watchPage } from './watchPage.ts'

/** Messages held before anything comes. */
export const HELD = 5_000

export interface Contest {
  readonly browser: Browser
  readonly line: Line
  readonly seats: readonly Seat[]
  readonly close: () => Promise<void>
}

export interface Seat {
  readonly contestant: ReactContestant
  readonly page: Page
  /** Makes the page's processor so many times slower. */
  readonly slowDown: (times: number) => Promise<void>
  /** Runs `measure` with its screen open and its line up. */
  readonly withScreen: <Result>(measure: () => Promise<Result>) => Promise<Result>
}

export async function openContest(contestants: readonly ReactContestant[]): Promise<Contest> {
  const hasPeers = contestants.some(({ screen }) => screen === tanstackDb.screen)
  const [app, line, browser] = await Promise.all([
    serveBuiltApp('bench/react/page', { external: hasPeers ? [] : ['@tanstack/db'] }),
    openLine(),
    // Collects garbage when told to, and says exactly how large the heap is.
    openBrowser(['--js-flags=--expose-gc', '--enable-precise-memory-info']),
  ])
  const seats = await Promise.all(
    contestants.map((contestant) => openSeat({ browser, line, url: app.url }, contestant)),
  )
  return {
    browser,
    line,
    seats,
    close: async () => {
      await browser.close()
      await Promise.all([app.close(), line.close()])
    },
  }
}

interface Place {
  readonly browser: Browser
  readonly line: Line
  readonly url: string
}

/** A context of its own is a process of its own: nobody pays for another's garbage. */
async function openSeat({ browser, line, url }: Place, contestant: ReactContestant): Promise<Seat> {
  const context: BrowserContext = await browser.newContext()
  const page = await context.newPage()
  const devTools: CDPSession = await context.newCDPSession(page)
  await page.addInitScript(watchPage)
  await page.goto(`${url}/?contestant=${contestant.screen}`)
  return {
    contestant,
    page,
    slowDown: async (rate) => void (await devTools.send('Emulation.setCPUThrottlingRate', { rate })),
    withScreen: async (measure) => {
      const place = [HELD, line.url, line.token] as const
      await page.evaluate(([held, at, token]) => globalThis.contest.open(held, at, token), place)
      try {
        return await measure()
      } finally {
        await page.evaluate(() => globalThis.contest.close())
        // Nobody is told of what is said to the next one.
        while (line.listeners() > 0) await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
  }
}
