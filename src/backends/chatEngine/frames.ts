/* What is loaded with the socket: everything that listening needs, and requests do not. */
export { decode } from './decode.ts'
export { readAcknowledgement } from './readAcknowledgement.ts'
