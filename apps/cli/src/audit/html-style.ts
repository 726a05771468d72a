const NAMED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** What a source says is text, always: never markup. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => NAMED[character] ?? character);
}

/** Calm: one accent, light and dark, narrow and wide, and fit for paper. Contrasts are at least 4.5 to 1 for text. */
export const HTML_STYLE = `
:root { color-scheme: light dark; --paper: #fcfcfb; --ink: #1d2327; --quiet: #5a646b; --line: #dde1e3; --soft: #eef1f1; --accent: #0b6b62; }
@media (prefers-color-scheme: dark) { :root { --paper: #15191b; --ink: #e7eaeb; --quiet: #a3adb3; --line: #333a3e; --soft: #1f2528; --accent: #5cc7b8; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 1.5rem 1rem 3rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem; } h4 { margin: .5rem 0 0; font-size: .9rem; }
p { margin: .25rem 0 .75rem; } small, .quiet, footer { color: var(--quiet); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; list-style: none; margin: 0; padding: 0; }
.tile { display: flex; flex-direction: column; border: 1px solid var(--line); border-radius: .5rem; padding: .75rem; }
.tile strong { font-size: 1.6rem; line-height: 1.2; font-variant-numeric: tabular-nums; } .tile.main { border-color: var(--accent); } .tile.main strong { color: var(--accent); }
.wide { overflow-x: auto; } .wide:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; } .list table { min-width: 42rem; } th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); }
tbody th { font-weight: 500; } .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
details { margin: .25rem 0; } summary { cursor: pointer; color: var(--accent); } details ul, .notes { margin: .25rem 0; padding-left: 1.1rem; }
svg { display: block; width: 100%; max-width: 48rem; overflow: visible; } svg text { fill: var(--ink); font: 13px system-ui, sans-serif; } svg .quiet { fill: var(--quiet); } svg .bar, svg .dot { fill: var(--accent); } svg .track { fill: var(--soft); } svg .curve { stroke: var(--accent); stroke-width: 2; stroke-linecap: round; } svg .grid { stroke: var(--line); }
footer { margin-top: 2.5rem; font-size: .85rem; }
@media (max-width: 40rem) { .tiles { grid-template-columns: 1fr 1fr; } }
@media print { :root { --paper: #fff; --ink: #000; --quiet: #444; --line: #bbb; --soft: #eee; --accent: #0b6b62; } body { max-width: none; padding: 0; font-size: 10pt; } details { display: none; } tr, .tile, svg { break-inside: avoid; } h2 { break-after: avoid; } }
`;
