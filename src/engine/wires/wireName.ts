/** The wires an engine can speak, one at a time. */
export type WireName = 'chatengine' | 'pytake' | 'kanban'

export const WIRE_NAMES: readonly WireName[] = ['chatengine', 'pytake', 'kanban']
