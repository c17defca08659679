import { createEngine } from '../../../src/engine/createEngine.ts'
import type { Engine } from '../../../src/engine/engine.ts'
import type { EngineOptions } from '../../../src/engine/engineOptions.ts'
import type { SeedConversation, SeededConversation } from '../../../src/engine/seed/seedConversations.ts'
import { connectRecorder, type Recorder, type RecorderOptions } from './connectRecorder.ts'
import { createApi, type Api } from './createApi.ts'

/** One real engine on a port of its own. Starting it takes seconds: one per file, a workspace per test. */
export interface Harness {
  readonly engine: Engine
  readonly url: string
  /** A tenant nobody else has. */
  readonly createWorkspace: () => Promise<Workspace>
  readonly connect: (options: RecorderOptions) => Recorder
  /** Ends the sockets that a test has opened. */
  readonly disconnectAll: () => void
  readonly close: () => Promise<void>
}

export interface Workspace {
  readonly id: string
  readonly token: string
  readonly api: Api
  /** Connects as the workspace's agent, or with another token. */
  readonly connect: (token?: string) => Recorder
  readonly seed: (...conversations: readonly SeedConversation[]) => Promise<readonly SeededConversation[]>
  /** One conversation, for tests that need no more. */
  readonly seedOne: (conversation?: SeedConversation) => Promise<SeededConversation>
}

export async function startHarness(options: EngineOptions = {}): Promise<Harness> {
  const engine = await createEngine({ provider: false, ...options })
  const { url } = await engine.listen()
  const recorders = new Set<Recorder>()
  let count = 0

  const connect = (recorderOptions: RecorderOptions) => {
    const recorder = connectRecorder(url, recorderOptions)
    recorders.add(recorder)
    return recorder
  }
  const disconnectAll = () => {
    for (const recorder of recorders) recorder.socket.disconnect()
    recorders.clear()
  }
  const createWorkspace = async (): Promise<Workspace> => {
    count += 1
    const id = `ws-${count}`
    const token = await engine.signToken({ workspaceId: id, userId: `user-${count}`, userName: 'Ana' })
    const seed: Workspace['seed'] = (...conversations) => engine.seed(id, conversations)
    return {
      id,
      token,
      api: createApi(`${url}/api/chat`, token),
      connect: (other = token) => connect({ token: other, workspaceId: id }),
      seed,
      seedOne: async (conversation = {}) => {
        const [seeded] = await seed(conversation)
        if (seeded === undefined) throw new Error('nothing was seeded')
        return seeded
      },
    }
  }
  return {
    engine,
    url,
    createWorkspace,
    connect,
    disconnectAll,
    close: async () => {
      disconnectAll()
      await engine.close()
    },
  }
}
