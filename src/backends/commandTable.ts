import type { Command } from '../domain/commands.ts'
import type { Frame } from '../transports/transport.ts'

/** What the server is told, in its words. A command that is left out cannot be said on this wire. */
export type CommandTable = {
  readonly [Type in Command['type']]?: (command: Extract<Command, { readonly type: Type }>) => Frame | null
}

export type Encode = (command: Command) => Frame | null

export function createEncoder(table: CommandTable): Encode {
  return (command) => (table[command.type] as ((command: Command) => Frame | null) | undefined)?.(command) ?? null
}
