import { fileURLToPath } from 'node:url'
import { installPeers } from './installPeers.ts'
import { peers } from './peers/index.mjs'

/**
 * The peers' packages are installed here and now: nobody who does not measure needs them. Where they cannot be, they are
 * listed as missing, and the others are measured all the same.
 */
export function loadPeers() {
  const isThere = installPeers(fileURLToPath(new URL('peers', import.meta.url)))
  return isThere ? peers : peers.map((peer) => ({ ...peer, isMissing: true }))
}
