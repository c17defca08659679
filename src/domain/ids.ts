/**
 * Ids are strings that remember what they name: a `ConversationId` cannot be passed where a `MessageId` is asked for,
 * while a plain string (from a URL, a prop) can be passed for either. Nothing of it exists at run time.
 */
type Id<Name extends string> = string & { readonly __id?: Name }

export type MessageId = Id<'message'>
/** Made by the sender before the server has answered; also the idempotency key of the send. */
export type ClientId = Id<'client'>
export type ConversationId = Id<'conversation'>
export type WorkspaceId = Id<'workspace'>
export type ContactId = Id<'contact'>
export type UserId = Id<'user'>
