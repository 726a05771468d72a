const NAMED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** What somebody typed is text, always: never markup. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => NAMED[character] ?? character);
}

export const INK = '#1d2327';
export const QUIET = '#5a646b';
export const LINE = '#dde1e3';
export const ACCENT = '#0b6b62';

/** Calm: one accent, light and dark, narrow and wide, and fit for paper. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --paper: #fcfcfb; --ink: ${INK}; --quiet: ${QUIET}; --line: ${LINE}; --accent: ${ACCENT}; }
@media (prefers-color-scheme: dark) { :root { --paper: #15191b; --ink: #e7eaeb; --quiet: #a3adb3; --line: #333a3e; --accent: #5cc7b8; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 56rem; padding: 1.5rem 1rem 3rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem; } p { margin: .25rem 0 .75rem; }
small, .quiet, footer { color: var(--quiet); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; list-style: none; margin: 1rem 0 0; padding: 0; }
.tile { display: flex; flex-direction: column; border: 1px solid var(--line); border-radius: .5rem; padding: .75rem; }
.tile strong { font-size: 1.5rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; } .wide:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); }
tbody th { font-weight: 500; } .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
svg { display: block; width: 100%; max-width: 44rem; height: auto; }
footer { margin-top: 2.5rem; font-size: .85rem; }
@media (max-width: 40rem) { .tiles { grid-template-columns: 1fr 1fr; } }
@media print { :root { --paper: #fff; --ink: #000; --quiet: #444; --line: #bbb; --accent: ${ACCENT}; } body { max-width: none; padding: 0; font-size: 10pt; } .wide { overflow: visible; } tr, .tile, svg { break-inside: avoid; } h2 { break-after: avoid; } }
`;
