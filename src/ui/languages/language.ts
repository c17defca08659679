import type { ConversationPriority, ConversationStatus } from '../../domain/conversation.ts'
import type { DeliveryStatus } from '../../domain/deliveryStatus.ts'
import type { MessageType } from '../../domain/message.ts'
import type { PresenceStatus } from '../../domain/presence.ts'
import type { ConversationScope } from '../../domain/conversationScope.ts'
import type { LineState, LineTrouble } from '../lineState.ts'

/** A number: `value` chooses the plural, `text` is how the language writes it. */
export interface Count {
  readonly value: number
  readonly text: string
}

/** Every word of the parts. Short, second person, no blame, no jargon. Times and lists come in already written out. */
export interface Words {
  readonly inbox: string
  readonly back: string
  readonly unread: (count: Count) => string
  readonly noConversations: string
  readonly noConversationsHint: string
  readonly conversationsFailed: string
  readonly chooseConversation: string
  readonly chooseConversationHint: string
  readonly loadMore: string
  readonly unknownContact: string
  readonly you: string
  readonly somebody: string
  readonly alsoHere: (names: string, count: Count) => string
  readonly typing: (name: string | null) => string
  /** Read out while one types in the search field. */
  readonly found: (count: Count) => string
  readonly notFound: string
  readonly notFoundHint: string
  /** What the tabs choose. */
  readonly scope: string
  readonly scopes: Record<ConversationScope, string>
  /** What stands in a tab without conversations; where nothing is said, that there is none yet. */
  readonly none: Partial<Record<ConversationScope, string>>
  /** In amber in the list: the customer wrote last, so long ago. */
  readonly waits: (duration: string) => string
  readonly assignedTo: (name: string) => string
  readonly withYou: string
  readonly presence: Record<PresenceStatus, string>
  /** Above the names of who else looks at the conversation. */
  readonly hereToo: string

  readonly details: string
  readonly showDetails: string
  readonly closeDetails: string
  /** What the details' fields are called. */
  readonly field: Record<'labels' | 'status' | 'stage' | 'assignee' | 'priority' | 'since', string>
  readonly conversationStatus: Record<ConversationStatus, string>
  readonly priority: Record<ConversationPriority, string>

  readonly messages: string
  readonly noMessages: string
  readonly noMessagesHint: string
  readonly messagesFailed: string
  readonly loadingOlder: string
  readonly olderFailed: string
  readonly tryAgain: string
  /** A conversation on screen is not kept true; then why. */
  readonly gap: string
  readonly gapForbidden: string
  readonly gapGone: string
  readonly gapUnanswered: string
  /** The pill that leads to what arrived below; also what is read out when many arrive at once. */
  readonly newMessages: (count: Count) => string
  /** The line above the first message that was not read before. */
  readonly firstUnread: (count: Count) => string

  readonly deleted: string
  readonly edited: string
  readonly unsupported: string
  readonly kind: Record<Exclude<MessageType, 'text' | 'system' | 'unsupported'>, string>
  readonly mediaMissing: string
  readonly openMap: string
  readonly showAll: string
  readonly quoteMissing: string
  readonly replyTo: (author: string) => string
  readonly jumpToQuote: (author: string) => string
  readonly reaction: (emoji: string, count: Count) => string
  readonly notSent: string
  readonly maybeSent: string
  readonly notDelivered: (reason: string | null) => string
  /** Read out at once when an own message fails. */
  readonly sendFailed: (content: string) => string
  readonly sendsFailed: (count: Count) => string
  readonly discard: string
  readonly status: Record<DeliveryStatus, string>

  readonly compose: string
  readonly send: string
  readonly tooLong: (excess: Count) => string
  readonly enterSends: string
  readonly enterBreaks: string
  readonly cancelReply: string
  readonly attach: string
  readonly dropFiles: string
  /** The list of files that are not sent yet. */
  readonly attachments: string
  readonly remove: (name: string) => string
  readonly dismiss: string
  readonly uploading: (percent: string) => string
  readonly notUploaded: string
  readonly filesNotReady: string
  readonly filesNotInNote: string
  readonly fileTooBig: (name: string, limit: string) => string
  readonly fileWrongType: (name: string, types: string) => string
  readonly templates: string
  readonly chooseTemplate: string
  readonly searchTemplates: string
  readonly loadingTemplates: string
  readonly noTemplates: string
  readonly composeNote: string
  readonly noteHint: string
  /** Instead of it while notes cannot be kept. */
  readonly noteHeld: string
  readonly addNote: string
  /** The channel's name; `null`: not known. */
  readonly windowCloses: (channel: string | null, left: string) => string
  readonly windowClosesSoon: (channel: string | null) => string
  readonly windowClosed: (channel: string | null) => string
  readonly alsoWriting: (names: string, count: Count) => string
  readonly hasAnswered: (names: string, count: Count) => string
  readonly review: string
  readonly sendAnyway: string

  readonly board: string
  /** Read out with every card: what its keys do. */
  readonly boardHint: string
  /** Read out when one is picked up by the keyboard. */
  readonly heldHint: string
  readonly columnCount: (count: Count) => string
  readonly columnEmpty: string
  /** The button and the menu that move a card without dragging. */
  readonly moveTo: (name: string) => string
  /** Under a card that is held, over another column. */
  readonly moveHere: (column: string) => string
  readonly moving: string
  readonly pickedUp: (name: string, column: string) => string
  readonly over: (column: string, conversations: string) => string
  readonly overNothing: string
  readonly moved: (name: string, column: string) => string
  readonly stays: (name: string, column: string) => string
  readonly notMoved: (name: string, column: string) => string
  /** Somebody else was quicker; `null`: the card is not on the board any more. */
  readonly taken: (name: string, column: string | null) => string

  readonly search: string
  readonly searchPlaceholder: string
  readonly searchEmpty: string
  readonly searchEmptyHint: string
  readonly searchNothing: (query: string) => string
  readonly searchNothingHint: string
  readonly searchFailed: string
  readonly searchCount: (count: Count) => string
  readonly clear: string
  readonly close: string

  readonly connection: Record<LineState, string>
  /** The banner's sentences: what is the matter with the line, since when, and what still works. */
  readonly line: Record<LineTrouble, { readonly title: (since: string) => string; readonly hint: string }>
  readonly signIn: string
  readonly connectNow: string
}

/**
 * One language of the parts: its words, and the locale that writes its dates, times, numbers and lists.
 *
 * @example
 * const fr: Language = { locale: 'fr', words: { ...en.words, inbox: 'Conversations', send: 'Envoyer' } }
 */
export interface Language {
  /** BCP 47: `pt-BR`. */
  readonly locale: string
  /** Default: as the page says. */
  readonly direction?: 'ltr' | 'rtl'
  readonly words: Words
}
