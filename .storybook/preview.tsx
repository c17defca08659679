import type { Decorator, Preview } from '@storybook/react-vite'
import { UiProvider } from '../src/ui/UiProvider.tsx'
import { en } from '../src/ui/languages/en.ts'
import { es } from '../src/ui/languages/es.ts'
import { ptBR } from '../src/ui/languages/ptBR.ts'
import '../src/ui/styles.css'
import './preview.css'
import { checkEveryLook } from './everyLook.ts'

const LANGUAGES = new Map([en, ptBR, es].map((language) => [language.locale, language]))

/** Light, dark, or as the system says; the toolbar's choice is an attribute around the story, as in an application. So are direction and language. */
const withTheme: Decorator = (Story, { globals, parameters }) => {
  const theme = String(globals['theme'] ?? 'system')
  const language = LANGUAGES.get(String(globals['language'])) ?? en
  return (
    <div
      className="story"
      dir={String(globals['direction'] ?? 'ltr')}
      data-layout={parameters['layout'] === 'fullscreen' ? 'screen' : 'part'}
      {...(theme === 'system' ? {} : { 'data-theme': theme })}
    >
      <UiProvider language={language}>
        <Story />
      </UiProvider>
    </div>
  )
}

const preview: Preview = {
  decorators: [withTheme],
  // For the tests alone: a designer's story must not change its look by itself.
  ...(import.meta.env['VITEST_STORYBOOK'] !== undefined && { afterEach: checkEveryLook }),
  parameters: {
    a11y: { test: 'error', config: { rules: [{ id: 'target-size', enabled: true }] } },
    controls: { expanded: true },
    options: { storySort: { order: ['Live inbox', 'Inbox', 'Parts'] } },
  },
  globalTypes: {
    theme: {
      description: 'Theme',
      toolbar: {
        icon: 'contrast',
        items: [
          { value: 'system', title: 'System' },
          { value: 'light', title: 'Light' },
          { value: 'dark', title: 'Dark' },
        ],
        dynamicTitle: true,
      },
    },
    wire: {
      description: 'Which server, in Live inbox',
      toolbar: {
        icon: 'server',
        items: [
          { value: 'chatengine', title: 'ChatEngine' },
          { value: 'pytake', title: 'PyTake' },
          { value: 'kanban', title: 'WhatsApp Kanban' },
        ],
        dynamicTitle: true,
      },
    },
    language: {
      description: 'Language',
      toolbar: {
        icon: 'globe',
        items: [
          { value: 'en', title: 'English' },
          { value: 'pt-BR', title: 'Português (Brasil)' },
          { value: 'es', title: 'Español' },
        ],
        dynamicTitle: true,
      },
    },
    direction: {
      description: 'Direction of reading',
      toolbar: {
        icon: 'transfer',
        items: [
          { value: 'ltr', title: 'Left to right' },
          { value: 'rtl', title: 'Right to left' },
        ],
        dynamicTitle: true,
      },
    },
    chatEngine: {
      description: 'The line to the server, in Live inbox',
      toolbar: {
        icon: 'lightning',
        items: [
          { value: 'on', title: 'Server on' },
          { value: 'off', title: 'Server off (not set up)' },
          { value: 'unreachable', title: 'Server unreachable' },
          { value: 'half-open', title: 'Server half-open' },
          { value: 'refused', title: 'Server refuses the token' },
        ],
        dynamicTitle: true,
      },
    },
    supabase: {
      description: 'Supabase, in Live inbox',
      toolbar: {
        icon: 'database',
        items: [
          { value: 'on', title: 'Supabase on' },
          { value: 'off', title: 'Supabase off' },
        ],
        dynamicTitle: true,
      },
    },
  },
  initialGlobals: {
    ...{ theme: 'system', language: 'en', direction: 'ltr' },
    ...{ wire: 'chatengine', chatEngine: 'on', supabase: 'on' },
  },
}

export default preview
