/** Entry `./testing`: a suite for backends of your own, and a backend in memory for tests, stories and demos. */
export { describeBackend } from './describeBackend.ts'
export type { BackendDriver, BackendServer, ConnectOptions } from './backendDriver.ts'
export type { TestKit } from './testKit.ts'
export { createFakeBackend, type FakeBackend, type FakeBackendOptions } from './fakeBackend.ts'
export type { FakeTransport } from './fakeTransport.ts'
export { buildConversation, buildMessage } from './builders.ts'
