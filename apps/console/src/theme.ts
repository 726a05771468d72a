import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** The one accent: pine. Everything else on a screen is grey unless it is wrong right now. */
const pine: MantineColorsTuple = [
  '#eef8f4',
  '#dbefe7',
  '#b8dfcf',
  '#8ccab3',
  '#62b497',
  '#3f9a7d',
  '#2a7f66',
  '#206c57',
  '#17594b',
  '#0f4238',
];

/** Greys with a trace of green, so that pine and paper belong together. Shade 6 is the lightest text (4.5:1 on the page). */
const gray: MantineColorsTuple = [
  '#f8f9f7',
  '#f1f3ef',
  '#e6e9e3',
  '#d6dbd3',
  '#b9c1b8',
  '#858f87',
  '#5f6a62',
  '#4c564f',
  '#353e38',
  '#1e2621',
];

const dark: MantineColorsTuple = [
  '#dfe5e1',
  '#bcc5c0',
  '#96a19b',
  '#66716b',
  '#3b4540',
  '#2e3733',
  '#252d29',
  '#1a211e',
  '#141a17',
  '#0e1311',
];

export const theme = createTheme({
  primaryColor: 'pine',
  primaryShade: { light: 8, dark: 6 },
  autoContrast: true,
  colors: { pine, gray, dark },
  black: '#1e2621',
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI Variable Text", "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.35' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.25' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  components: {
    Tooltip: { defaultProps: { openDelay: 250, withArrow: true, multiline: true, maw: 320 } },
    Modal: { defaultProps: { radius: 'lg', centered: true } },
    Select: { defaultProps: { comboboxProps: { shadow: 'md' } } },
    Badge: { defaultProps: { tt: 'none', fw: 550, radius: 'sm' } },
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f6f7f4',
    '--mantine-color-dimmed': gray[6],
    '--kw-surface': '#ffffff',
    '--kw-sunken': '#eff1ec',
    '--kw-line': '#e1e5de',
    '--kw-hover': '#f3f6f1',
    '--kw-selected': '#e9f4ef',
    '--kw-accent': pine[8],
    '--kw-accent-soft': pine[1],
    '--kw-wait': '#8a5a00',
    '--kw-wait-soft': '#fbf1dc',
    '--kw-wrong': '#b3261e',
    '--kw-wrong-soft': '#fbe9e7',
  },
  dark: {
    '--mantine-color-body': '#121715',
    '--mantine-color-dimmed': dark[2],
    '--kw-surface': '#1a211e',
    '--kw-sunken': '#161c19',
    '--kw-line': '#2b3430',
    '--kw-hover': '#202824',
    '--kw-selected': '#1c322a',
    '--kw-accent': pine[3],
    '--kw-accent-soft': '#1d352c',
    '--kw-wait': '#e5b454',
    '--kw-wait-soft': '#33290f',
    '--kw-wrong': '#ff9a8d',
    '--kw-wrong-soft': '#3a1d1a',
  },
});
