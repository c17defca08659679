import { DocsContainer, type DocsContainerProps } from '@storybook/addon-docs/blocks'
import { useEffect, useState, type PropsWithChildren, type ReactNode } from 'react'
import { GLOBALS_UPDATED, SET_GLOBALS } from 'storybook/internal/core-events'
import { UiProvider } from '../src/ui/UiProvider.tsx'
import { getLanguage } from './languages.ts'
import { getSystemTheme, toTheme } from './theme.ts'

type Channel = DocsContainerProps['context']['channel']
type Globals = Readonly<Record<string, unknown>>

/** Around a page of documentation: it follows the toolbar's theme and language as the stories do. */
export function DocsFrame({ context, children }: PropsWithChildren<DocsContainerProps>): ReactNode {
  const globals = useGlobals(context.channel)
  const wanted = globals['theme']
  const theme = wanted === 'light' || wanted === 'dark' ? wanted : getSystemTheme()
  return (
    <DocsContainer context={context} theme={toTheme(theme)}>
      <div className="docs" data-theme={theme}>
        <UiProvider language={getLanguage(globals)}>{children}</UiProvider>
      </div>
    </DocsContainer>
  )
}

function useGlobals(channel: Channel): Globals {
  const [globals, setGlobals] = useState<Globals>(() => readLast(channel))
  useEffect(() => {
    const update = ({ globals: next }: { readonly globals: Globals }) => setGlobals(next)
    channel.on(GLOBALS_UPDATED, update)
    return () => channel.off(GLOBALS_UPDATED, update)
  }, [channel])
  return globals
}

/** What was said before this page was there to hear it. */
function readLast(channel: Channel): Globals {
  const [said] = (channel.last(GLOBALS_UPDATED) ?? channel.last(SET_GLOBALS) ?? []) as readonly {
    readonly globals?: Globals
  }[]
  return said?.globals ?? {}
}
