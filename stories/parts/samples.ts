import type { ConversationPatch } from '../../src/domain/conversation.ts'
import { toConversation } from '../../src/domain/conversation.ts'
import type { Message } from '../../src/domain/message.ts'
import { buildMessage } from '../../src/testing/builders.ts'

/** Fixed moments, today: what a story shows must not depend on when it is looked at. */
export const today = (time: string) => new Date(`${new Date().toDateString()} ${time}`).toISOString()
export const daysAgo = (days: number, time: string) =>
  new Date(Date.parse(today(time)) - days * 86_400_000).toISOString()

const conversation = (patch: ConversationPatch) => toConversation({ channel: 'whatsapp', status: 'open', ...patch })

export const sampleConversations = [
  conversation({
    id: 'maria',
    contact: { id: 'c1', name: 'Maria Souza', phone: '5511988887777', avatarUrl: null },
    lastMessagePreview: 'E qual o prazo para troca?',
    lastMessageAt: today('14:04'),
  }),
  conversation({
    id: 'joao',
    contact: { id: 'c2', name: 'João Lima', phone: '5521977776666', avatarUrl: null },
    lastMessagePreview: 'Consegue mandar a segunda via do boleto? O meu venceu ontem',
    lastMessageAt: today('13:58'),
    unreadCount: 2,
  }),
  conversation({
    id: 'ana',
    contact: { id: 'c3', name: 'Ana Clara · Padaria Sol', phone: '5531966665555', avatarUrl: null },
    lastMessagePreview: 'Perfeito, obrigado!',
    lastMessageAt: today('09:41'),
  }),
  conversation({
    id: 'grace',
    contact: { id: 'c4', name: 'Grace Okafor', phone: '447700900123', avatarUrl: null },
    lastMessagePreview: 'Could you resend the invoice?',
    lastMessageAt: daysAgo(1, '18:20'),
    unreadCount: 120,
  }),
  conversation({
    id: 'nameless',
    contact: { id: 'c5', name: null, phone: '5511977777777', avatarUrl: null },
    lastMessagePreview: 'Olá, vi o anúncio',
    lastMessageAt: daysAgo(12, '11:02'),
  }),
]

const inbound = (id: string, time: string, text: string, more: Partial<Message> = {}) =>
  buildMessage({ id, text, createdAt: today(time), conversationId: 'maria', ...more })
const outbound = (id: string, time: string, text: string, more: Partial<Message> = {}) =>
  inbound(id, time, text, {
    direction: 'outbound',
    status: 'read',
    sender: { type: 'user', id: 'u', name: 'Carlos' },
    ...more,
  })

export const sampleMessages = [
  inbound('m1', '13:51', 'Bom dia! Vocês entregam no sábado?', { createdAt: daysAgo(1, '13:51') }),
  inbound('m2', '13:52', 'Preciso até as 10 h', { createdAt: daysAgo(1, '13:52') }),
  outbound('m3', '09:02', 'Bom dia, Maria! Entregamos sim, das 8 h às 12 h.'),
  outbound('m4', '09:03', 'Para chegar até as 10 h, o pedido precisa sair na rota da manhã. Posso reservar?', {
    status: 'delivered',
  }),
  inbound('m5', '09:10', 'Pode reservar, por favor.'),
  inbound('m6', '09:10', 'Ótimo 🙌'),
  outbound('m7', '09:12', 'Cliente fiel: pode dar 5 % se pedir.', { type: 'note' }),
  outbound('m8', '09:14', 'Reservado! Qualquer coisa estou por aqui.', { status: 'sent' }),
]
