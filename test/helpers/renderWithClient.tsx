import { render, renderHook, type RenderHookResult, type RenderResult } from '@testing-library/react'
import { StrictMode, type ReactNode } from 'react'
import type { ConversationClient } from '../../src/client/conversationClient.ts'
import { createFakeBackend, type FakeBackend, type FakeBackendOptions } from '../../src/testing/fakeBackend.ts'
import { ConversationTestProvider } from '../../src/testing/react/ConversationTestProvider.tsx'
import { createTestClient } from '../../src/testing/testClient.ts'

export interface Bench {
  readonly fake: FakeBackend
  readonly client: ConversationClient
  readonly wrapper: (props: { readonly children: ReactNode }) => ReactNode
  readonly show: (element: ReactNode) => RenderResult
  readonly use: <Result>(hook: () => Result) => RenderHookResult<Result, unknown>
  readonly useWith: <Result, Props>(
    hook: (props: Props) => Result,
    initialProps: Props,
  ) => RenderHookResult<Result, Props>
}

/** A provider over the fake backend, in StrictMode, as careful applications run it. */
export function openBench(options: FakeBackendOptions = {}): Bench {
  const test = createTestClient({ fake: createFakeBackend(options) })
  const wrapper: Bench['wrapper'] = ({ children }) => (
    <StrictMode>
      <ConversationTestProvider test={test}>{children}</ConversationTestProvider>
    </StrictMode>
  )
  return {
    fake: test.fake,
    client: test.client,
    wrapper,
    show: (element) => render(element, { wrapper }),
    use: (hook) => renderHook(hook, { wrapper }),
    useWith: (hook, initialProps) => renderHook(hook, { wrapper, initialProps }),
  }
}
