import { compareConversations, toConversation, type Conversation } from '../../src/domain/conversation.ts'
import type { BoardColumn, BoardMove } from '../../src/domain/boardColumns.ts'
import { placeMove } from '../../src/domain/boardColumns.ts'
import { daysAgo, today } from './samples.ts'

const NAMES = [
  ...['Maria Souza', 'João Lima', 'Ana Clara · Padaria Sol', 'Rafael Teixeira', 'Beatriz Kato', 'Grace Okafor'],
  ...[
    'Sofia Hernández',
    'Müller & Söhne GmbH',
    'Yusuf Demir',
    'ليلى حداد',
    'Ngozi Adeyemi',
    'Davi Costa',
    'Elisa Rocha',
  ],
]
const PREVIEWS = [
  'E qual o prazo para troca?',
  'Consegue mandar a segunda via do boleto? O meu venceu ontem',
  'Perfeito, obrigado!',
  'Could you resend the invoice?',
  'Foto',
  'Ainda não recebi o código de rastreio',
]
const LABELS = [[], ['atacado'], ['cliente fiel', 'atacado'], [], ['troca', 'garantia', 'cliente fiel', 'urgente']]
const PRIORITIES = [null, 'high', null, 'low', 'urgent', null, 'medium'] as const

export const sampleAssignees = {
  ana: { name: 'Ana Lima' },
  bruno: { name: 'Bruno Reis' },
}
const ASSIGNEES = ['ana', null, 'bruno', 'ana', null]

/** The same one for the same number, wherever it is looked at. */
export function buildCard(number: number): Conversation {
  const pick = <Value>(values: readonly Value[], otherwise: Value) => values[number % values.length] ?? otherwise
  return toConversation({
    id: `card-${number}`,
    channel: 'whatsapp',
    status: 'open',
    contact: {
      id: null,
      name: number % 17 === 16 ? null : number < NAMES.length ? pick(NAMES, '') : `${pick(NAMES, '')} ${number}`,
      phone: `55119777${String(10_000 + number)}`,
      avatarUrl: null,
    },
    lastMessagePreview: pick(PREVIEWS, ''),
    // A few of today, the rest of the days before.
    lastMessageAt: new Date(
      Date.parse(number < 40 ? today('14:04') : daysAgo(1, '18:20')) - number * 180_000,
    ).toISOString(),
    unreadCount: [0, 2, 0, 0, 120, 1][number % 6] ?? 0,
    labels: pick(LABELS, []),
    priority: pick(PRIORITIES, null),
    assigneeId: pick(ASSIGNEES, null),
  })
}

const STAGES = ['New', 'Talking', 'Proposal', 'Won', 'Lost']

/** So many stages with so many cards each, latest activity first. */
export function buildColumns(stages: number, cards: number): readonly BoardColumn[] {
  return STAGES.slice(0, stages).map((title, stage) => ({
    id: title.toLowerCase(),
    title,
    conversations: Array.from({ length: cards }, (_, row) => buildCard(row * stages + stage)).toSorted(
      compareConversations,
    ),
  }))
}

/** What an application does with a move. */
export function applyMove(columns: readonly BoardColumn[], move: BoardMove): readonly BoardColumn[] {
  return placeMove(columns, move)
}
