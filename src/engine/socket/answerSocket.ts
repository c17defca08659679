import type { Features } from '../features.ts'
import { invalid, Problem, toProblem } from '../problem.ts'
import { report } from '../report.ts'
import type { SocketCommand } from './socketCommands.ts'
import type { EngineSocket } from './socketTypes.ts'

/**
 * Hands every event of a socket to its command and answers it: with an acknowledgement where the server has them and the
 * client asked for one, otherwise, if something is wrong, with an `error` event. Nothing a client sends gets past here.
 */
export function answerSocket(
  socket: EngineSocket,
  commands: ReadonlyMap<string, SocketCommand>,
  features: Features,
): void {
  socket.onAny((name: string, ...input: unknown[]) => {
    const acknowledge = features.has('acks') ? toAcknowledge(input.at(-1)) : null
    const run = async () => {
      const command = commands.get(name)
      if (command === undefined) throw invalid('event', 'there is no such event')
      return command(typeof input[0] === 'function' ? undefined : input[0])
    }
    run().then(
      (result) => acknowledge?.({ ok: true, serverTime: new Date().toISOString(), ...result }),
      (error: unknown) => {
        // The event's name is the client's own words: it is not repeated.
        if (!(error instanceof Problem)) report('carry out a socket event', error)
        const { code, message } = toProblem(error)
        const retryable = code === 'INTERNAL'
        if (acknowledge === null) socket.emit('error', { code, message })
        else acknowledge({ ok: false, error: { code, message, retryable } })
      },
    )
  })
}

function toAcknowledge(last: unknown): ((answer: object) => void) | null {
  return typeof last === 'function' ? (answer) => void Reflect.apply(last, undefined, [answer]) : null
}
