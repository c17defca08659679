import { describe, expect, it } from 'vitest'
import { decide, type Decision, type Facts, type LinkFacts } from '../../src/connection/decide.ts'
import { ConversationError } from '../../src/domain/errors.ts'

const NOW = 1_000_000
const error = new ConversationError('disconnected', 'the connection was lost')

const usual = { failBackMs: 5_000, retryAt: null }
const closed: LinkFacts = { ...usual, state: { status: 'idle' }, openedAt: null, healthySince: null }
const starting = (forMs: number): LinkFacts => ({
  ...usual,
  state: { status: 'connecting', attempt: 1 },
  openedAt: NOW - forMs,
  healthySince: null,
})
const up = (forMs = 60_000, epoch = 1): LinkFacts => ({
  ...usual,
  state: { status: 'connected', epoch },
  openedAt: NOW - 600_000,
  healthySince: NOW - forMs,
})
const down: LinkFacts = {
  ...usual,
  state: { status: 'waiting', attempt: 1, retryAt: NOW + 500, error },
  openedAt: NOW - 600_000,
  healthySince: null,
}
const refused: LinkFacts = {
  ...usual,
  state: { status: 'unauthorized', error },
  openedAt: NOW - 600_000,
  healthySince: null,
}

const facts: Facts = {
  now: NOW,
  links: [closed, closed],
  polling: 'off',
  live: null,
  liveEpoch: null,
  downSince: null,
  stayUntil: 0,
  isVisible: true,
}
const nothing: Decision = {
  live: null,
  isAnew: false,
  prepare: null,
  open: [],
  close: [],
  retry: [],
  poll: null,
  lookAgainAt: Infinity,
}
const onFirst: Partial<Facts> = { live: 0, liveEpoch: 1 }
const onSecond: Partial<Facts> = { live: 1, liveEpoch: 1 }

describe('what is decided', () => {
  it.each<readonly [string, Partial<Facts>, Partial<Decision>]>([
    ['opens the first', {}, { open: [0], lookAgainAt: NOW + 750 }],
    ['waits two seconds for the first', { links: [starting(500), closed] }, { lookAgainAt: NOW + 750 }],
    ['opens the next when the first is slow', { links: [starting(2_000), closed] }, { open: [1] }],
    ['opens the next when the first has gone', { links: [down, closed], ...onFirst }, { open: [1] }],
    ['goes live with the first that is up', { links: [down, up()] }, { live: 1, isAnew: true, poll: 'safety' }],
    ['keeps what works', { links: [up(), closed], ...onFirst }, { live: 0, poll: 'safety' }],
    [
      'fetches everything when the live link listened anew',
      { links: [up(60_000, 2), closed], ...onFirst },
      { live: 0, isAnew: true, poll: 'safety' },
    ],
    ['closes what is below the live one', { links: [up(), up()], ...onFirst }, { live: 0, close: [1], poll: 'safety' }],
    [
      'waits until the better one has been healthy for a while',
      { links: [up(2_000), up()], ...onSecond },
      { live: 1, poll: 'safety', lookAgainAt: NOW + 3_000 },
    ],
    [
      'waits until it may leave, however healthy the better one is',
      { links: [up(), up()], ...onSecond, stayUntil: NOW + 4_000 },
      { live: 1, poll: 'safety', lookAgainAt: NOW + 4_000 },
    ],
    [
      'waits longer for one that has died too soon',
      { links: [{ ...up(5_000), failBackMs: 20_000 }, up()], ...onSecond },
      { live: 1, poll: 'safety', lookAgainAt: NOW + 15_000 },
    ],
    [
      'tries a better link again when it is time',
      { links: [{ ...down, retryAt: NOW }, up()], ...onSecond },
      { live: 1, poll: 'safety', retry: [0] },
    ],
    [
      'and not before',
      { links: [{ ...down, retryAt: NOW + 7_000 }, up()], ...onSecond },
      { live: 1, poll: 'safety', lookAgainAt: NOW + 7_000 },
    ],
    [
      'tries none again while the page is hidden',
      { links: [{ ...down, retryAt: NOW }, up()], ...onSecond, isVisible: false },
      { live: 1, poll: 'safety' },
    ],
    [
      'leaves a link to itself while nothing else works',
      { links: [{ ...down, retryAt: NOW }, down], polling: 'never' },
      {},
    ],
    ['prepares it then', { links: [up(5_000), up()], ...onSecond }, { live: 1, prepare: 0, poll: 'safety' }],
    [
      'prepares nothing while the live one has a gap itself',
      { links: [up(), up(60_000, 2)], ...onSecond },
      { live: 1, isAnew: true, poll: 'safety' },
    ],
    [
      'goes over at once when the live one has gone',
      { links: [up(10), down], ...onSecond, stayUntil: NOW + 4_000 },
      { live: 0, isAnew: true, close: [1], poll: 'safety' },
    ],
    [
      'prepares a link while polling',
      { links: [down, up()], polling: 'live', live: 'polling' },
      { live: 'polling', prepare: 1 },
    ],
    ['polls after a short while without anything', { links: [down, down], downSince: NOW - 750 }, { poll: 'alone' }],
    ['polls at once when all are refused', { links: [refused, refused] }, { poll: 'alone' }],
    ['never polls when told so', { links: [down, down], polling: 'never', downSince: 0 }, {}],
    [
      'is on polling when that gets through',
      { links: [down, down], polling: 'live' },
      { live: 'polling', isAnew: true },
    ],
    ['is on nothing when polling fails too', { links: [down, down], polling: 'down', live: 'polling' }, {}],
  ])('%s', (_, given, expected) => {
    const decision = decide({ ...facts, ...given })
    const { lookAgainAt = decision.lookAgainAt } = expected
    expect(decision).toEqual({ ...nothing, ...expected, lookAgainAt })
  })
})
