import { Alert, createTheme, Modal, type MantineColorsTuple, Tooltip } from '@mantine/core'

/** The one accent colour: verdigris, what bells turn into. */
const verdigris: MantineColorsTuple = [
  '#e9f7f6',
  '#d5ebea',
  '#abd7d5',
  '#7dc2bf',
  '#58b0ad',
  '#40a5a1',
  '#2e9b97',
  '#1a7f7c',
  '#126d6a',
  '#075754',
]

/** Greys with a little blue for the dark scheme; 0 is text, 7 is the background of cards. */
const dark: MantineColorsTuple = [
  '#e3e8ec',
  '#c4ccd3',
  '#a3adba',
  '#84909c',
  '#37414b',
  '#2f3841',
  '#232a31',
  '#1a1f24',
  '#151a1e',
  '#11151a',
]

/**
 * Dialogs appear and vanish at once. Their content would otherwise outlive its closing for the
 * length of a transition, and could be opened again with what was typed before.
 */
const dialogs = Modal.extend({
  defaultProps: {
    transitionProps: { duration: 0 },
    closeButtonProps: { 'aria-label': 'Close' },
  },
  styles: { title: { fontWeight: 650 } },
})

/** Neutral, with a coloured edge: coloured titles on coloured grounds are hard to read. */
const alerts = Alert.extend({
  defaultProps: { variant: 'default' },
  styles: (_theme, { color }) => ({
    root: { borderInlineStart: `4px solid var(--mantine-color-${color}-6)` },
    title: { color: 'var(--mantine-color-text)' },
    message: { color: 'var(--mantine-color-text)' },
  }),
})

/** Within the landmark that they explain something in, where a screen reader finds them; readable at once. */
const tooltips = Tooltip.extend({ defaultProps: { withinPortal: false, transitionProps: { duration: 0 } } })

export const theme = createTheme({
  colors: { verdigris, dark },
  primaryColor: 'verdigris',
  primaryShade: { light: 8, dark: 7 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  components: { Alert: alerts, Modal: dialogs, Tooltip: tooltips },
  headings: { fontWeight: '650' },
})
