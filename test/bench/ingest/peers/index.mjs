/** Each is loaded when it is measured, so that they can be named where they are not installed. */
export const peers = [
  toPeer('TanStack DB, a live query of all', () => import('./tanstackDb.mjs')),
  toPeer('Redux Toolkit, entity adapter, sorted', () => import('./reduxToolkit.mjs')),
  toPeer('use-chat', () => import('./useChat.mjs')),
]

function toPeer(name, load) {
  return { name, kind: 'peer', prepare: async (input) => (await load()).prepare(input) }
}
