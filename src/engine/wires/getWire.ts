import { chatEngineWire } from './chatEngine/index.ts'
import { pyTakeWire } from './pyTake/index.ts'
import { whatsAppKanbanWire } from './whatsAppKanban/index.ts'
import type { Wire } from './wire.ts'
import type { WireName } from './wireName.ts'

export function getWire(name: WireName): Wire {
  switch (name) {
    case 'chatengine':
      return chatEngineWire
    case 'pytake':
      return pyTakeWire
    case 'kanban':
      return whatsAppKanbanWire
  }
}
