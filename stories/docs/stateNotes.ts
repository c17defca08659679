import type { ConnectionStatus } from '../../src/connection/connectionState.ts'
import type { scenarios } from '../../src/testing/scenarios/index.ts'
import type { Words } from '../../src/ui/languages/language.ts'

export interface StateNote {
  /** The last part of the title its story is under. */
  readonly group: 'Loading' | 'Line' | 'Sending' | 'Customer'
  /** How long it lasts before it is shown. */
  readonly after: string
  /** What the pill shows, where it is not that the line is live. */
  readonly pill?: ConnectionStatus | 'backup' | 'polling'
  /** What is said beside that. */
  readonly says?: (words: Words) => string
  /** What can be done meanwhile. */
  readonly works: string
}

const TIME = '14:01'
const SENT_LATER = 'Reading and writing; what is sent waits until the server can be reached.'

/** What designers, writers and testers ask of each state. */
export const stateNotes: Readonly<Record<keyof typeof scenarios, StateNote>> = {
  firstLoad: { group: 'Loading', after: '150 ms', works: 'Nothing to do yet.' },
  empty: {
    group: 'Loading',
    after: 'At once',
    says: (words) => `${words.noConversations}. ${words.noConversationsHint}`,
    works: 'Everything; the first conversation appears by itself.',
  },
  loadingFailed: {
    group: 'Loading',
    after: 'At once; after 4 attempts where trying again may help',
    says: (words) => `${words.conversationsFailed}. ${words.tryAgain}`,
    works: 'Trying again.',
  },
  historyLoading: { group: 'Loading', after: '150 ms', works: 'Choosing another conversation, and writing.' },
  tenThousandMessages: { group: 'Loading', after: 'At once', works: 'Everything.' },
  offline: {
    group: 'Line',
    after: 'Pill 1 s, banner 4 s',
    pill: 'offline',
    says: (words) => `${words.line.offline.title(TIME)} ${words.line.offline.hint}`,
    works: SENT_LATER,
  },
  reconnecting: {
    group: 'Line',
    after: 'Pill 1 s, banner 4 s',
    pill: 'reconnecting',
    says: (words) => `${words.line.reconnecting.title(TIME)} ${words.line.offline.hint} ${words.connectNow}`,
    works: 'Reading and sending; news waits for the line.',
  },
  onSupabase: {
    group: 'Line',
    after: 'Pill 1 s, banner 4 s',
    pill: 'backup',
    says: (words) => `${words.line.backup.title(TIME)} ${words.line.backup.hint}`,
    works: 'Everything.',
  },
  polling: {
    group: 'Line',
    after: 'Pill 1 s, banner 4 s',
    pill: 'polling',
    says: (words) => `${words.line.polling.title(TIME)} ${words.line.polling.hint}`,
    works: 'Everything, some seconds later.',
  },
  catchingUp: {
    group: 'Line',
    after: 'Pill 1 s, banner 4 s',
    pill: 'catching-up',
    says: (words) => `${words.line['catching-up'].title('')} ${words.line['catching-up'].hint}`,
    works: 'Everything; the list may still be behind.',
  },
  gapTooLarge: { group: 'Line', after: 'At once', works: 'Everything; what is older comes as one scrolls up.' },
  mayNotFollow: {
    group: 'Line',
    after: 'At once',
    says: (words) => `${words.gap} ${words.gapForbidden}`,
    works: 'Reading what was there; every other conversation.',
  },
  tokenExpired: { group: 'Line', after: 'Never', works: 'Everything.' },
  unauthorized: {
    group: 'Line',
    after: 'Pill 1 s, banner 4 s',
    pill: 'unauthorized',
    says: (words) => `${words.line.unauthorized.title('')} ${words.line.unauthorized.hint}`,
    works: 'Reading what was there.',
  },
  slowAcknowledgement: {
    group: 'Sending',
    after: 'At once',
    says: (words) => words.status.sending,
    works: 'Everything; the next message waits its turn.',
  },
  failedSends: {
    group: 'Sending',
    after: 'At once',
    says: (words) =>
      `${words.notSent} ${words.tryAgain} · ${words.discard} / ${words.notDelivered(null)} ${words.tryAgain}`,
    works: 'Everything.',
  },
  interruptedSend: {
    group: 'Sending',
    after: 'Clock at once, pill 1 s, banner 4 s',
    pill: 'reconnecting',
    says: (words) => `${words.status.sending} / ${words.line.reconnecting.title(TIME)} ${words.line.offline.hint}`,
    works: SENT_LATER,
  },
  windowClosing: {
    group: 'Customer',
    after: 'Always; amber in the last two hours',
    says: (words) => words.windowCloses('WhatsApp', '59 min'),
    works: 'Everything, for an hour; then templates only.',
  },
  collision: {
    group: 'Customer',
    after: 'Once you write, too; gone 6 s after their last key',
    says: (words) => words.alsoWriting('Ana Lima', { value: 1, text: '1' }),
    works: 'Everything; nobody is kept from answering.',
  },
  burst: { group: 'Customer', after: 'At once', works: 'Everything, typing above all.' },
}

/** `scenarios-line--on-supabase` */
export function toStoryId(name: keyof typeof scenarios): string {
  const words = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  return `scenarios-${stateNotes[name].group.toLowerCase()}--${words}`
}
