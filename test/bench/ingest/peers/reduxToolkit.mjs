/** Redux Toolkit's entity adapter with a comparer: an action per event, as sockets are wired up in its documentation. */
import { configureStore, createEntityAdapter, createSlice } from '@reduxjs/toolkit'

const LADDER = ['sending', 'pending', 'sent', 'delivered', 'read']
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0)

export function prepare({ history, events }) {
  const adapter = createEntityAdapter({
    sortComparer: (a, b) => compare(a.createdAt, b.createdAt) || compare(a.id, b.id),
  })
  const slice = createSlice({
    name: 'messages',
    initialState: adapter.getInitialState({}, history),
    reducers: {
      received: (state, { payload }) => {
        adapter.addOne(state, payload)
      },
      statusChanged: (state, { payload: { id, status } }) => {
        const known = state.entities[id]
        if (known === undefined || LADDER.indexOf(status) <= LADDER.indexOf(known.status)) return
        adapter.updateOne(state, { id, changes: { status } })
      },
    },
  })
  const { received, statusChanged } = slice.actions
  // Its checks for mistakes are for development.
  const store = configureStore({ reducer: slice.reducer, middleware: () => [], devTools: false })
  const { selectAll } = adapter.getSelectors()
  let shown = []
  return {
    run: () => {
      for (const event of events) {
        store.dispatch(event.type === 'message' ? received(event.message) : statusChanged(event))
      }
      shown = selectAll(store.getState())
    },
    read: () => shown,
  }
}
