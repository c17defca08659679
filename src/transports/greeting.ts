/** How long a new connection waits for the server's greeting, in ms, before it is taken for one that has none. */
export const GREETING_GRACE_MS = 100
