import type { Wire } from '../wire.ts'
import { WIRE_ADDRESSES } from '../wireAddresses.ts'
import { openPyTakeSockets } from './openPyTakeSockets.ts'
import { pyTakeRoutes } from './pyTakeRoutes.ts'

/** PyTake's wire: a FastAPI and python-socketio server as it was seen in the field, habits included. */
export const pyTakeWire: Wire = {
  openSockets: openPyTakeSockets,
  addRoutes: (app, context) => void app.route(WIRE_ADDRESSES.pytake.apiPath, pyTakeRoutes(context)),
}
