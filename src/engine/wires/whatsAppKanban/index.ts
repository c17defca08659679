import type { Wire } from '../wire.ts'
import { WIRE_ADDRESSES } from '../wireAddresses.ts'
import { kanbanRoutes } from './kanbanRoutes.ts'
import { openKanbanSockets } from './openKanbanSockets.ts'

/** WhatsApp Kanban's wire: a server behind a Kanban board as it was seen in the field, habits included. */
export const whatsAppKanbanWire: Wire = {
  openSockets: openKanbanSockets,
  addRoutes: (app, context) => void app.route(WIRE_ADDRESSES.kanban.apiPath, kanbanRoutes(context)),
}
