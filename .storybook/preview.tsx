import type { Decorator, Preview } from '@storybook/react-vite'
import { UiProvider } from '../src/ui/UiProvider.tsx'
import '../src/ui/styles.css'
import { getLanguage } from './languages.ts'
import { DocsFrame } from './lazyDocs.tsx'
import './docs.css'
import './preview.css'
import { checkEveryLook } from './everyLook.ts'

/** Light, dark, or as the system says; the toolbar's choice is an attribute around the story, as in an application. So are direction and language. */
const withTheme: Decorator = (Story, { globals, parameters }) => {
  const theme = String(globals['theme'] ?? 'system')
  return (
    <div
      className="story"
      dir={String(globals['direction'] ?? 'ltr')}
      data-layout={parameters['layout'] === 'fullscreen' ? 'screen' : 'part'}
      {...(theme === 'system' ? {} : { 'data-theme': theme })}
    >
      <UiProvider language={getLanguage(globals)}>
        <Story />
      </UiProvider>
    </div>
  )
}

/** For the live inbox, which is not in the static site: there they would do nothing. */
const liveTypes: NonNullable<Preview['globalTypes']> = {
  wire: {
    description: 'Which server, in Live inbox',
    toolbar: {
      icon: 'category',
      items: [
        { value: 'chatengine', title: 'ChatEngine' },
        { value: 'pytake', title: 'PyTake' },
        { value: 'kanban', title: 'WhatsApp Kanban' },
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
}

const preview: Preview = {
  tags: ['autodocs'],
  decorators: [withTheme],
  // For the tests alone: a designer's story must not change its look by itself.
  ...(import.meta.env['VITEST_STORYBOOK'] !== undefined && { afterEach: checkEveryLook }),
  parameters: {
    a11y: { test: 'error', config: { rules: [{ id: 'target-size', enabled: true }] } },
    controls: { expanded: true },
    docs: { container: DocsFrame },
    options: {
      storySort: {
        order: [
          'Start',
          'States',
          'Theming',
          'Wording',
          'Accessibility',
          'Live inbox',
          'Inbox',
          'Scenarios',
          ['Line', 'Sending', 'Customer', 'Loading'],
          'Parts',
        ],
      },
    },
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
    ...(import.meta.env.DEV && liveTypes),
  },
  initialGlobals: {
    ...{ theme: 'system', language: 'en', direction: 'ltr' },
    ...{ wire: 'chatengine', chatEngine: 'on', supabase: 'on' },
  },
}

export default preview
