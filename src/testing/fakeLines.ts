import type { FakeDoor, FakeTransport } from './fakeTransport.ts'

/** The lines to a server in memory: each client has one of its own. */
export interface FakeLines {
  /** The line of one more client. */
  readonly open: () => FakeTransport
  readonly list: () => readonly FakeTransport[]
  /** One pair of hands on all of them. Where only one can be meant, it is the one that was connected last. */
  readonly all: FakeTransport
}

/** @param create Makes a line; what is done to all of them is kept at the door, for those that are opened later. */
export function createFakeLines(create: (door: FakeDoor) => FakeTransport): FakeLines {
  const door: FakeDoor = { isUp: true, refusal: null, answerDelayMs: 0, answers: new Map() }
  const first = create(door)
  const lines = [first]
  let isFirstTaken = false
  let current = first
  const each =
    <Arguments extends readonly unknown[]>(act: (line: FakeTransport) => (...rest: Arguments) => void) =>
    (...rest: Arguments) => {
      for (const line of lines) act(line)(...rest)
    }

  return {
    open: () => {
      const line = isFirstTaken ? create(door) : first
      if (isFirstTaken) lines.push(line)
      isFirstTaken = true
      return {
        ...line,
        connect: () => {
          current = line
          line.connect()
        },
      }
    },
    list: () => lines,
    all: {
      state: {
        get: () => current.state.get(),
        subscribe: (listener) => {
          const undos = lines.map(({ state }) => state.subscribe(listener))
          return () => undos.forEach((undo) => undo())
        },
      },
      connect: () => current.connect(),
      disconnect: each((line) => line.disconnect),
      retry: each((line) => line.retry),
      reset: each((line) => line.reset),
      confirmHealthy: () => current.confirmHealthy(),
      setAcknowledging: each((line) => line.setAcknowledging),
      send: (frame, options) => current.send(frame, options),
      subscribe: (room) => current.subscribe(room),
      unsubscribe: (room) => current.unsubscribe(room),
      onFrame: (listener) => current.onFrame(listener),
      onRoom: (listener) => current.onRoom(listener),
      drop: each((line) => line.drop),
      restore: each((line) => line.restore),
      mend: each((line) => line.mend),
      freeze: each((line) => line.freeze),
      renew: each((line) => line.renew),
      setRefusal: each((line) => line.setRefusal),
      setAnswerDelay: each((line) => line.setAnswerDelay),
      setRoom: each((line) => line.setRoom),
      deliver: each((line) => line.deliver),
      isJoined: (room) => lines.some((line) => line.isJoined(room)),
      get sent() {
        return lines.flatMap(({ sent }) => sent)
      },
      confirmations: () => lines.reduce((sum, line) => sum + line.confirmations(), 0),
    },
  }
}
