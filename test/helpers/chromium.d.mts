/** Launch arguments for any Chromium of the tests. */
export declare const chromiumArgs: string[]
/** Finds or installs a Chromium, sets `CHROMIUM_PATH`, and returns it. */
export declare function provideChromium(): Promise<string>
