import type { Reporter, TestModule } from 'vitest/node'

/** Ends a run with one line for people and machines: `N passed, N failed`. */
export class SumReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const count = (state: string) => tests.filter((test) => test.result().state === state).length
    // A file that does not load, or a hook that throws, fails no test by name; it has failed all the same.
    const broken = modules.filter((module) => !module.ok() && ![...module.children.allTests('failed')].length).length
    const failed = count('failed') + broken + unhandledErrors.length
    const left = count('skipped') + count('pending')
    console.log(`\n${count('passed')} passed, ${failed} failed${left > 0 ? `, ${left} skipped` : ''}`)
  }
}
