import type { Decorator, Preview } from '@storybook/react-vite'
import '../src/ui/styles.css'
import './preview.css'

/** Light, dark, or as the system says; the toolbar's choice is an attribute around the story, as in an application. */
const withTheme: Decorator = (Story, { globals, parameters }) => {
  const theme = String(globals['theme'] ?? 'system')
  return (
    <div
      className="story"
      data-layout={parameters['layout'] === 'fullscreen' ? 'screen' : 'part'}
      {...(theme === 'system' ? {} : { 'data-theme': theme })}
    >
      <Story />
    </div>
  )
}

const preview: Preview = {
  decorators: [withTheme],
  parameters: {
    a11y: { test: 'error' },
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
        icon: 'transfer',
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
  },
  initialGlobals: { theme: 'system', wire: 'chatengine', chatEngine: 'on', supabase: 'on' },
}

export default preview
