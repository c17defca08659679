import { buildMessage } from '../../src/testing/builders.ts'
import type { Attachment, Message } from '../../src/domain/message.ts'
import { daysAgo, today } from './samples.ts'

const file = (url: string, filename: string | null, sizeBytes: number | null = null): Attachment => ({
  id: null,
  url,
  thumbnailUrl: null,
  mimeType: null,
  filename,
  sizeBytes,
})
const draw = (svg: string) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300">${svg}</svg>`)}`
/** Pictures without a network. */
export const picture = draw(
  '<rect width="400" height="300" fill="#9db8bb"/><circle cx="300" cy="90" r="42" fill="#f4e3b2"/><path d="M0 300 130 130l80 90 60-60 130 140z" fill="#3e5c60"/>',
)
const stickerPicture = draw(
  '<circle cx="200" cy="150" r="120" fill="#f2c14e"/><circle cx="160" cy="125" r="14"/><circle cx="240" cy="125" r="14"/><path d="M140 180q60 60 120 0" fill="none" stroke="#000" stroke-width="12" stroke-linecap="round"/>',
)

/** A second of silence. */
export function createSound(): string {
  const bytes = new DataView(new ArrayBuffer(44 + 8_000))
  const write = (at: number, text: string) => {
    for (let index = 0; index < text.length; index += 1) bytes.setUint8(at + index, text.charCodeAt(index))
  }
  write(0, 'RIFF')
  bytes.setUint32(4, 36 + 8_000, true)
  write(8, 'WAVEfmt ')
  bytes.setUint32(16, 16, true)
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 1],
    [34, 8],
  ] as const)
    bytes.setUint16(at, value, true)
  bytes.setUint32(24, 8_000, true)
  bytes.setUint32(28, 8_000, true)
  write(36, 'data')
  bytes.setUint32(40, 8_000, true)
  for (let at = 44; at < bytes.byteLength; at += 1) bytes.setUint8(at, 128)
  return URL.createObjectURL(new Blob([bytes.buffer], { type: 'audio/wav' }))
}

const customer = (id: string, at: string, more: Partial<Message>) =>
  buildMessage({ id, conversationId: 'maria', createdAt: today(at), text: null, ...more })
const agent = (id: string, at: string, more: Partial<Message>) =>
  customer(id, at, {
    direction: 'outbound',
    status: 'read',
    sender: { type: 'user', id: 'u', name: 'Carlos' },
    ...more,
  })

/** One message of every type and state, as they follow each other in a day's work. */
export const everyKind: readonly Message[] = [
  customer('k01', '13:51', { text: 'Bom dia! Vocês entregam no sábado?', createdAt: daysAgo(1, '13:51') }),
  customer('k02', '13:52', {
    text: 'Preciso até as 10 h',
    createdAt: daysAgo(1, '13:52'),
    reactions: [
      { emoji: '👍', participantIds: ['u'] },
      { emoji: '❤️', participantIds: ['u', 'v'] },
    ],
  }),
  customer('k03', '08:58', { type: 'system', text: 'Carlos assumiu a conversa' }),
  agent('k04', '09:02', { text: 'Bom dia, Maria! Entregamos sim, das 8 h às 12 h.', editedAt: today('09:04') }),
  agent('k05', '09:03', {
    type: 'document',
    status: 'delivered',
    attachments: [file('https://files.example/t.pdf', 'tabela-de-precos-atacado-2026.pdf', 47_300)],
  }),
  agent('k06', '09:05', { type: 'note', text: 'Cliente fiel: pode dar 5 % se pedir.' }),
  customer('k07', '09:10', { text: 'Ótimo. Dá para incluir o brinde?', replyToId: 'k04' }),
  customer('k08', '09:11', { type: 'image', text: 'Este aqui', attachments: [file(picture, 'brinde.jpg')] }),
  customer('k09', '09:11', { type: 'audio', attachments: [file(createSound(), null)] }),
  customer('k10', '09:12', { type: 'sticker', attachments: [file(stickerPicture, null)] }),
  agent('k11', '09:14', {
    type: 'location',
    location: { latitude: -23.561_414, longitude: -46.655_881, name: 'Avenida Paulista, 1578' },
  }),
  agent('k12', '09:15', { text: 'mensagem retirada', deletedAt: today('09:16') }),
  agent('k13', '09:20', { type: 'template', status: 'sent', text: 'Olá, Maria! Seu pedido 4411 saiu para entrega.' }),
  customer('k14', '09:30', { type: 'unsupported' }),
  agent('k15', '09:31', {
    text: 'Acompanhe em https://loja.example/pedido?id=4411 ou ligue +55 11 98888-7777.',
    status: 'failed',
    error: { code: '131026', message: 'o número não está no WhatsApp', origin: 'provider' },
  }),
  customer('k16', '09:33', { text: 'E qual o prazo para troca?' }),
  customer('k17', '09:33', { text: 'O brinde vai junto?', replyToId: 'not-loaded' }),
  agent('k18', '09:35', {
    text: 'Claro! O brinde vai junto, e a troca é em até 30 dias.',
    status: 'failed',
    error: { code: 'network_error', message: '', origin: 'client' },
  }),
]
