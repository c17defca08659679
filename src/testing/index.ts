/**
 * Entry `./testing`: a suite for backends of your own, and a backend in memory for tests, stories and demos. Without React:
 * that is in `./testing/react`.
 */
export { describeBackend } from './describeBackend.ts'
export type { BackendDriver, BackendServer, ConnectOptions } from './backendDriver.ts'
export type { TestKit } from './testKit.ts'
export { createFakeBackend, type FakeBackend, type FakeBackendOptions } from './fakeBackend.ts'
export type { AnnouncementFaults } from './announcementFaults.ts'
export type { RequestFaults } from './requestFaults.ts'
export type { FakeTransport } from './fakeTransport.ts'
export { createTestClient, type TestClient, type TestClientOptions } from './testClient.ts'
export { scenarios } from './scenarios/index.ts'
export type { Scenario } from './scenarios/scenario.ts'
export { buildConversation, buildMessage } from './builders.ts'
