/** Entry `./testing/react`: what of `./testing` needs React. */
export { ConversationTestProvider, type ConversationTestProviderProps } from './ConversationTestProvider.tsx'
