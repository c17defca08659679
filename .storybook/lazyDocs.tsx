import { lazy, Suspense, type ComponentProps, type ReactNode } from 'react'

// Only pages of documentation need them: a story, and each of its tests, is there sooner without.
const Frame = lazy(async () => ({ default: (await import('./DocsFrame.tsx')).DocsFrame }))
const Page = lazy(async () => ({ default: (await import('./ScenariosPage.tsx')).ScenariosPage }))

/** Around every page of documentation. */
export function DocsFrame(props: ComponentProps<typeof Frame>): ReactNode {
  return (
    <Suspense>
      <Frame {...props} />
    </Suspense>
  )
}

/** The page of a group of scenarios. */
export function ScenariosPage(): ReactNode {
  return (
    <Suspense>
      <Page />
    </Suspense>
  )
}
