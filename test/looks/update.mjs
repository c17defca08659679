/** `npm run looks`: takes every picture anew; what has not changed comes out the same to the byte. */
import { rmSync } from 'node:fs'

rmSync(new URL('pictures', import.meta.url), { recursive: true, force: true })
process.env['VITE_TAKES_PICTURES'] = 'true'
process.argv.push('--project', 'looks', '--update')
await import('../run.mjs')
