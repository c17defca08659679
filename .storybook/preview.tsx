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
  },
  initialGlobals: { theme: 'system' },
}

export default preview
