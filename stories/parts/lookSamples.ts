import { toConversation, type ConversationPatch } from '../../src/domain/conversation.ts'
import type { Presence } from '../../src/domain/presence.ts'
import type { TypingParticipant } from '../../src/domain/typing.ts'
import { createStore } from '../../src/lib/store.ts'
import { daysAgo, today } from './samples.ts'

/** As an application knows it: the conversations of the pictures, with everything a CRM says about them. */
const conversation = (patch: ConversationPatch) =>
  toConversation({ channel: 'whatsapp', status: 'open', createdAt: '2024-03-12T12:00:00.000Z', ...patch })

/** So many minutes before now: who waits, waits until it is looked at. */
export const waitsSince = (minutes: number) => {
  const at = new Date(Date.now() - minutes * 60_000).toISOString()
  return { lastMessageAt: at, lastInboundAt: at }
}

export const maria = conversation({
  id: 'maria',
  contact: { id: 'c1', name: 'Maria Souza', phone: '5511988887777', avatarUrl: null },
  lastMessagePreview: 'E qual o prazo para troca?',
  lastMessageAt: today('23:04'),
  labels: ['cliente fiel', 'atacado'],
  stageId: 'b6b0a4f2-proposal',
  assigneeId: 'user-1',
  priority: 'high',
})
export const rafaelWaits = conversation({
  id: 'rafael',
  contact: { id: 'c6', name: 'Rafael Teixeira', phone: '5541955554444', avatarUrl: null },
  lastMessagePreview: 'Foto',
  ...waitsSince(104),
  assigneeId: 'user-1',
})
export const lookConversations = [
  maria,
  conversation({
    id: 'joao',
    contact: { id: 'c2', name: 'João Lima', phone: '5521977776666', avatarUrl: null },
    lastMessagePreview: 'Consegue mandar a segunda via do boleto? O meu venceu ontem',
    lastMessageAt: today('22:58'),
    unreadCount: 2,
    assigneeId: 'user-1',
    priority: 'urgent',
  }),
  conversation({
    id: 'ana',
    contact: { id: 'c3', name: 'Ana Clara · Padaria Sol', phone: '5531966665555', avatarUrl: null },
    lastMessagePreview: 'Perfeito, obrigado!',
    lastMessageAt: today('22:41'),
    assigneeId: 'carlos',
  }),
  rafaelWaits,
  conversation({
    id: 'beatriz',
    contact: { id: 'c7', name: 'Beatriz Kato', phone: '5551944443333', avatarUrl: null },
    lastMessagePreview: 'Combinado, falamos depois das 18 h',
    lastMessageAt: daysAgo(1, '18:20'),
    assigneeId: 'user-1',
  }),
  conversation({
    id: 'nameless',
    contact: { id: 'c5', name: null, phone: '5511977777777', avatarUrl: null },
    lastMessagePreview: 'Olá, vi o anúncio',
    lastMessageAt: daysAgo(1, '11:02'),
    lastInboundAt: daysAgo(1, '11:02'),
    unreadCount: 1,
  }),
]

export const toStageName = (stageId: string): string | null => (stageId === 'b6b0a4f2-proposal' ? 'Proposta' : null)
export const toUserName = (userId: string): string | null => (userId === 'carlos' ? 'Carlos Prado' : null)

export const presence = (userName: string | null, status: Presence['status'] = 'online'): Presence => ({
  userId: userName ?? 'somebody',
  userName,
  status,
  viewing: 'maria',
  lastSeenAt: null,
})

const writing = createStore<readonly TypingParticipant[]>([{ type: 'contact', id: '5511988887777', name: 'Maria' }])
const nobody = createStore<readonly TypingParticipant[]>([])
export const watchTypingMaria = (conversationId: string) => (conversationId === 'maria' ? writing : nobody)
