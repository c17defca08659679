/** Entry `./core`: live conversations without React, for workers, Node and other frameworks. */
export { createConversationClient } from './client/createConversationClient.ts'
export type {
  ConversationClient,
  ConversationClientOptions,
  ConversationsSnapshot,
  MessagesSnapshot,
  SendMessageInput,
} from './client/conversationClient.ts'
export type { ClientCapability } from './client/clientCapabilities.ts'
export type { QueryWatch } from './client/watchQuery.ts'
export { chatEngine, isWebSocketEnabled } from './backends/chatEngine/index.ts'
export type { ChatEngineOptions } from './backends/chatEngine/options.ts'
export { createChatEngineSocket } from './backends/chatEngine/socket.ts'
export { mapWebSocketToCoreMessage } from './backends/chatEngine/mapWebSocketToCoreMessage.ts'
export type {
  ChatEngineEvents,
  WebSocketConversation,
  WebSocketMessage,
  WebSocketMessageStatus,
  WebSocketPresence,
  WebSocketTyping,
} from './backends/chatEngine/schema.ts'
export { supabaseBackend } from './backends/supabase/index.ts'
export type { SupabaseOptions } from './backends/supabase/options.ts'
export type { SupabaseClientLike } from './backends/supabase/supabaseClient.ts'
export type { ContactField, ConversationField, MessageField, SupabaseTableOptions } from './backends/supabase/tables.ts'
export { pyTake, type PyTakeOptions } from './backends/pyTake/index.ts'
export { whatsAppKanban } from './backends/whatsAppKanban/index.ts'
export type { WhatsAppKanbanOptions } from './backends/whatsAppKanban/options.ts'
export {
  defineBackend,
  type BackendDefinition,
  type GatewayContext,
  type SocketBackendOptions,
} from './backends/defineBackend.ts'
export type { CommandTable } from './backends/commandTable.ts'
export type { DecodeContext, EventDefinition, EventTable, Meaning } from './backends/eventTable.ts'
export type { PayloadParser, StandardSchema } from './backends/standardSchema.ts'
export type { BearerRequest } from './backends/bearerFetch.ts'
export type {
  Backend,
  BackendSession,
  CallOptions,
  ChangesRequest,
  ConversationChanges,
  Dialect,
  Gateway,
  ListConversationsRequest,
  ListMessagesRequest,
  Page,
} from './backends/backend.ts'
export {
  createChatEngineJwt,
  type ChatEngineJwtOptions,
  type GetToken,
  type TokenReason,
  type TokenRequest,
  type TokenSource,
  type TokenState,
} from './auth/chatEngineJwt.ts'
export type { TokenAnswer } from './auth/tokenEndpoint.ts'
export { WebSocketClient, type JoinAnswer, type WebSocketClientOptions } from './transports/webSocketClient.ts'
export type { Frame, RoomEvent, Transport, TransportState } from './transports/transport.ts'
export type { ConnectionState, ConnectionStatus } from './connection/connectionState.ts'
export { conversationKeys } from './cache/keys.ts'
export { climbStatus, type DeliveryStatus } from './domain/deliveryStatus.ts'
export { ConversationError, type ConversationErrorCode } from './domain/errors.ts'
export {
  compareMessages,
  getMessageKey,
  isUnsent,
  type Attachment,
  type Message,
  type MessageDirection,
  type MessageError,
  type MessageLocation,
  type MessageType,
  type Reaction,
} from './domain/message.ts'
export {
  compareConversations,
  formatPhone,
  toChannelName,
  type Contact,
  type Conversation,
  type ConversationPatch,
  type ConversationPriority,
  type ConversationStatus,
} from './domain/conversation.ts'
export { completeMessage, type MessageEssentials } from './domain/completeMessage.ts'
export { matchesFilter, type ConversationFilter } from './domain/conversationFilter.ts'
export { findRanges, fitRanges, splitByRanges, type TextRange } from './domain/highlightRanges.ts'
export { toExcerpt, type Excerpt } from './domain/toExcerpt.ts'
export type { BoardColumn, BoardMove } from './domain/boardColumns.ts'
export { matchesQuery } from './domain/matchesQuery.ts'
export type { ConversationScope } from './domain/conversationScope.ts'
export { toWaiting } from './domain/toWaiting.ts'
export { toClosesAt, toSessionWindow, type SessionWindow } from './domain/sessionWindow.ts'
export { findArrivals, findFailures, findFirstUnread } from './domain/messageNews.ts'
export { isGrouped, isNewDay, isSameDay } from './domain/messageGroups.ts'
export { isSafeLink, isSafeMedia, linkify, type TextPiece } from './domain/linkify.ts'
export type { DomainEvent } from './domain/events.ts'
export type { Command, MessageDraft, OutgoingMessage } from './domain/commands.ts'
export type { Participant, ParticipantType } from './domain/participant.ts'
export type { Presence, PresenceStatus } from './domain/presence.ts'
export type { TypingParticipant } from './domain/typing.ts'
export type { ClientId, ContactId, ConversationId, MessageId, UserId, WorkspaceId } from './domain/ids.ts'
export type { Capability } from './domain/capability.ts'
export type { Operation } from './domain/operation.ts'
export type { Readable } from './lib/store.ts'
export type { IsoTimestamp } from './lib/isoTimestamp.ts'
export type { SentMessage } from './sync/enqueueMessage.ts'
