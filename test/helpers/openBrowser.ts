import { chromium, type Browser } from 'playwright'
import { chromiumArgs } from './chromium.mjs'

/** The browser that `npm test` has found, driven from Node. */
export function openBrowser(args: readonly string[] = []): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH']
  return chromium.launch({ args: [...chromiumArgs, ...args], ...(executablePath !== undefined && { executablePath }) })
}
