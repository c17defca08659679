import { describe, expect, it } from 'vitest'
import * as core from '../src/core.ts'
import * as main from '../src/index.ts'
import * as testing from '../src/testing/index.ts'
import * as testingReact from '../src/testing/react/index.ts'
import * as engine from '../src/engine/index.ts'
import * as languages from '../src/ui/languages/index.ts'
import * as ui from '../src/ui/index.ts'

/** What is exported is promised: a name comes and goes on purpose only. */
describe('the entries', () => {
  it('"./core" exports', () => {
    expect(Object.keys(core).toSorted()).toEqual([
      'ConversationError',
      'WebSocketClient',
      'chatEngine',
      'climbStatus',
      'compareConversations',
      'compareMessages',
      'completeMessage',
      'conversationKeys',
      'createChatEngineJwt',
      'createChatEngineSocket',
      'createConversationClient',
      'defineBackend',
      'findArrivals',
      'findFailures',
      'findFirstUnread',
      'findRanges',
      'fitRanges',
      'formatPhone',
      'getMessageKey',
      'isGrouped',
      'isNewDay',
      'isSafeLink',
      'isSafeMedia',
      'isSameDay',
      'isUnsent',
      'isWebSocketEnabled',
      'linkify',
      'mapWebSocketToCoreMessage',
      'matchesFilter',
      'matchesQuery',
      'pyTake',
      'splitByRanges',
      'supabaseBackend',
      'toChannelName',
      'toClosesAt',
      'toExcerpt',
      'toSessionWindow',
      'toWaiting',
      'whatsAppKanban',
    ])
  })

  it('"." exports everything of "./core", the providers and the hooks', () => {
    expect(Object.keys(main).toSorted()).toEqual(
      [
        ...Object.keys(core),
        'ConversationProvider',
        'WebSocketProvider',
        'useBoardMoves',
        'useCapabilities',
        'useChatEngineJwt',
        'useConnection',
        'useConversation',
        'useConversationClient',
        'useConversations',
        'useDraft',
        'useInboxList',
        'useMarkRead',
        'useMessages',
        'useNow',
        'usePresence',
        'useSendMessage',
        'useSessionWindow',
        'useTyping',
        'useWebSocket',
        'useWebSocketContext',
      ].toSorted(),
    )
  })

  it('"./testing" exports', () => {
    expect(Object.keys(testing).toSorted()).toEqual([
      'buildConversation',
      'buildMessage',
      'createFakeBackend',
      'createTestClient',
      'describeBackend',
      'scenarios',
    ])
  })

  it('"./testing/react" exports', () => {
    expect(Object.keys(testingReact)).toEqual(['ConversationTestProvider'])
  })

  it('"./engine" exports', () => {
    expect(Object.keys(engine).toSorted()).toEqual([
      'DatabaseError',
      'Problem',
      'chatEnginePlugin',
      'createEngine',
      'seedDemo',
    ])
  })

  it('"./ui/languages" exports', () => {
    expect(Object.keys(languages).toSorted()).toEqual(['en', 'es', 'ptBR'])
  })

  it('"./ui" exports', () => {
    expect(Object.keys(ui).toSorted()).toEqual([
      'AttachmentPreview',
      'Avatar',
      'BoardCard',
      'CollisionWarning',
      'Composer',
      'ConnectionBanner',
      'ConnectionPill',
      'ContactCard',
      'ConversationBoard',
      'ConversationDetails',
      'ConversationItem',
      'ConversationList',
      'ConversationListSkeleton',
      'ConversationListTools',
      'ConversationThread',
      'DeliveryTicks',
      'DetailsField',
      'GapNotice',
      'Inbox',
      'MessageAttachment',
      'MessageBubble',
      'MessageFailure',
      'MessageList',
      'MessageListSkeleton',
      'MessageLocation',
      'MessageQuote',
      'MessageText',
      'PresenceDot',
      'PresenceList',
      'SearchPanel',
      'SessionWindowBar',
      'StateNotice',
      'TemplatePicker',
      'TypingIndicator',
      'UiProvider',
      'UnreadBadge',
      'Viewers',
      'en',
      'useLanguage',
    ])
  })
})
