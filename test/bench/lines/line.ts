/** The two that are compared, in Node as in a tab: this library's client, and a bare Socket.IO client that only listens. */
import { io } from 'socket.io-client'
import { chatEngine } from '../../../src/backends/chatEngine/index.ts'
import { createConversationClient } from '../../../src/client/createConversationClient.ts'
import { findTextFault } from './texts.ts'

export interface Place {
  readonly url: string
  readonly token: string
  readonly conversationId: string
}

export interface Line {
  /** The time at which the message with this text is there, by `performance.now()`. It must be the newest then. */
  readonly heard: (text: string) => Promise<number>
  /** The time at which so many messages are there. */
  readonly counted: (count: number) => Promise<number>
  /** What is wrong with the messages, if they should be those of `toText` up to `count`; `null`: nothing. */
  readonly findFault: (count: number) => string | null
  readonly close: () => void
}

export type Kind = 'bare' | 'ours'

export function openLine(kind: Kind, place: Place): Promise<Line> {
  return kind === 'bare' ? openBare(place) : openOurs(place)
}

/** As Socket.IO's documentation would have it: a connection, an event, a counter. */
async function openBare({ url, token, conversationId }: Place): Promise<Line> {
  const socket = io(url, { path: '/api/ws', auth: { token }, transports: ['websocket'], forceNew: true })
  const watch = createWatch()
  let count = 0
  socket.on('message', ({ content }: { readonly content: string }) => {
    count += 1
    watch.look(count, content)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  await socket.emitWithAck('subscribe:conversation', conversationId)
  return {
    ...watch.questions,
    findFault: (wanted) => (count === wanted ? null : `${wanted - count} missing`),
    close: () => socket.disconnect(),
  }
}

async function openOurs(place: Place): Promise<Line> {
  const { thread, close } = await openThread(place)
  const watch = createWatch()
  thread.subscribe(() => {
    const { messages } = thread.get()
    watch.look(messages.length, messages.at(-1)?.text ?? null)
  })
  return {
    ...watch.questions,
    findFault: (count) => findTextFault(thread.get().messages, count),
    close,
  }
}

/** The client with the conversation on screen: connected, subscribed, and its newest page there. */
export async function openThread({ url, token, conversationId }: Place) {
  const client = createConversationClient({ backends: [chatEngine({ url, getToken: () => token })] })
  const unmount = client.mount()
  const thread = client.watchMessages(conversationId)
  const isReady = () => client.connection.get().status === 'connected' && !thread.get().isPending
  await new Promise<void>((resolve) => {
    const undos = [client.connection, thread].map((store) =>
      store.subscribe(() => {
        if (!isReady()) return
        for (const undo of undos) undo()
        resolve()
      }),
    )
  })
  return {
    client,
    thread,
    close: () => {
      thread.close()
      unmount()
      client.queryClient.clear()
    },
  }
}

/** Answers who waits for a message or a number of them, at the cost of two comparisons a look. */
function createWatch() {
  let wanted: { readonly text: string | null; readonly count: number; readonly resolve: (at: number) => void } | null
  wanted = null
  const wait = (text: string | null, count: number) =>
    new Promise<number>((resolve) => {
      wanted = { text, count, resolve }
    })
  return {
    look: (count: number, newest: string | null) => {
      if (wanted === null || (count < wanted.count && newest !== wanted.text)) return
      wanted.resolve(performance.now())
      wanted = null
    },
    questions: {
      heard: (text: string) => wait(text, Infinity),
      counted: (count: number) => wait(null, count),
    } satisfies Pick<Line, 'heard' | 'counted'>,
  }
}
