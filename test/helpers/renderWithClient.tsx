import { render, renderHook, type RenderHookResult, type RenderResult } from '@testing-library/react'
import { StrictMode, type ReactNode } from 'react'
import { createConversationClient } from '../../src/client/createConversationClient.ts'
import type { ConversationClient } from '../../src/client/conversationClient.ts'
import { ConversationProvider } from '../../src/react/ConversationProvider.tsx'
import { createFakeBackend, type FakeBackend, type FakeBackendOptions } from '../../src/testing/fakeBackend.ts'

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
  const fake = createFakeBackend(options)
  const client = createConversationClient({ backends: [fake.backend] })
  const wrapper: Bench['wrapper'] = ({ children }) => (
    <StrictMode>
      <ConversationProvider client={client}>{children}</ConversationProvider>
    </StrictMode>
  )
  return {
    fake,
    client,
    wrapper,
    show: (element) => render(element, { wrapper }),
    use: (hook) => renderHook(hook, { wrapper }),
    useWith: (hook, initialProps) => renderHook(hook, { wrapper, initialProps }),
  }
}
