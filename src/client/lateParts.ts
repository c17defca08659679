import type { LinkState } from '../connection/linkState.ts'
import { toConversationError } from '../domain/errors.ts'
import { createLate } from '../lib/late.ts'
import { createStore, type Readable } from '../lib/store.ts'
import { createLoader, NOT_LOADED } from '../transports/loader.ts'
import { withLoadDeadline } from '../transports/withLoadDeadline.ts'
import type * as Code from './liveParts.ts'
import type { LiveParts, LivePartsOptions } from './liveParts.ts'

export const liveCode = createLate(() => import('./liveParts.ts'))

/** A client's live parts, before they are there and from then on. */
export interface LateParts {
  /** How it stands with the links; until there are any, with the loading. */
  readonly state: Readable<LinkState>
  readonly peek: () => LiveParts | null
  /** Loads them where they are not there. @throws ConversationError `network_error` or `timeout` where that fails. */
  readonly load: () => Promise<LiveParts>
  /** Calls back now, or as soon as they are there. The undo ends that, or what it has begun. */
  readonly whenThere: (begin: (parts: LiveParts) => () => void) => () => void
  readonly start: () => void
  readonly stop: () => void
  readonly retry: () => void
}

/** Nothing is loaded before `start` or `load`; where all of it is there already, so are the parts, at once. */
export function createLateParts(options: LivePartsOptions): LateParts {
  const state = createStore<LinkState>({ status: 'idle' })
  const waiting = new Set<(parts: LiveParts) => void>()
  let parts: LiveParts | null = null

  const build = (code: typeof Code, backends = options.backends): LiveParts => {
    if (parts !== null) return parts
    const built = (parts = startParts(code, { ...options, backends }))
    built.link.state.subscribe(() => state.set(built.link.state.get()))
    for (const begin of waiting) begin(built)
    waiting.clear()
    // Brought by a request, while the next attempt was far away.
    if (state.get().status === 'waiting') loader.retry()
    return built
  }
  /** Builds them of the backends whose code is there, where those are so many. */
  const buildAtOnce = (least = options.backends.length): LiveParts | null => {
    const code = liveCode.peek()
    const [first, ...others] = options.backends.filter((each) => each.code?.peek() !== null)
    if (code === null || first === undefined || others.length + 1 < least) return null
    try {
      return build(code, [first, ...others])
    } catch {
      // A backend that cannot be started: said when it is loaded, and tried again.
      return null
    }
  }
  const loadAll = async (): Promise<LiveParts> => {
    if (parts !== null) return parts
    const [code] = await Promise.all([liveCode.load(), ...options.backends.map((each) => each.code?.load())])
    return build(code)
  }
  const loader = createLoader({
    load: loadAll,
    onLoading: () => state.set({ status: 'connecting' }),
    onLoaded: ({ sync }) => sync.start(),
    onWaiting: ({ attempt, retryAt, error }) => {
      state.set({ status: 'waiting', retryAt, error, isUnreachable: true })
      // Better one way than none, until the page is loaded anew: browsers remember a script that failed.
      if (attempt > 1) buildAtOnce(1)
    },
  })
  buildAtOnce()

  return {
    state,
    peek: () => parts,
    load: () =>
      withLoadDeadline(loadAll).catch((error: unknown) => {
        throw toConversationError(error, 'network_error', NOT_LOADED)
      }),
    whenThere: (begin) => {
      if (parts !== null) return begin(parts)
      let undo = () => {}
      const wait = (built: LiveParts) => {
        undo = begin(built)
      }
      waiting.add(wait)
      return () => {
        waiting.delete(wait)
        undo()
      }
    },
    start: () => {
      const built = buildAtOnce()
      if (built === null) loader.start()
      else built.sync.start()
    },
    stop: () => {
      loader.stop()
      parts?.sync.stop()
      if (parts === null) state.set({ status: 'idle' })
    },
    retry: () => {
      if (parts === null) loader.retry()
      else parts.link.retry()
    },
  }
}

/** @throws ConversationError what `start` throws, or `invalid_option`. */
function startParts(code: typeof Code, options: LivePartsOptions): LiveParts {
  try {
    return code.createLiveParts(options)
  } catch (error) {
    throw toConversationError(error, 'invalid_option', 'unable to connect; a backend cannot be started. See the cause.')
  }
}
