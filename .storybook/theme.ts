import { create, type ThemeVars } from 'storybook/theming'

/** Storybook's own frame and pages, in the colours of the parts. */
export function toTheme(base: 'light' | 'dark'): ThemeVars {
  const isDark = base === 'dark'
  return create({
    base,
    brandTitle: 'Conversations',
    fontBase:
      "'Inter', ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', sans-serif",
    colorPrimary: isDark ? '#55c4c0' : '#0b6b70',
    colorSecondary: isDark ? '#2b8f8c' : '#0b6b70',
    appBg: isDark ? '#0c0f11' : '#f3f5f6',
    appContentBg: isDark ? '#14181b' : '#ffffff',
    appPreviewBg: isDark ? '#14181b' : '#ffffff',
    appBorderColor: isDark ? '#242b2f' : '#e1e6e8',
    appBorderRadius: 8,
    textColor: isDark ? '#e9edef' : '#15191c',
    textMutedColor: isDark ? '#b3bdc4' : '#4a545c',
    barBg: isDark ? '#14181b' : '#ffffff',
    barSelectedColor: isDark ? '#55c4c0' : '#0b6b70',
  })
}

/** What the system asks for. */
export function getSystemTheme(): 'light' | 'dark' {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}
