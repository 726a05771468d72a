import type { Part, PLANTED_FAULTS } from './planted-faults.js';

const TITLES: Record<Part, string> = {
  basics: 'Description, settings, sources and failures',
  worlds: 'Against a vendor whose truth moves',
  wire: 'Over a line that fails',
  ways: 'Webhooks and write-back',
  messages: 'Messages of a stream',
};

/** The table of docs/conformance.md: each check, and the fault by which the kit proves that it notices. */
export function faultTable(planted: typeof PLANTED_FAULTS): string {
  return Object.entries(TITLES)
    .map(([part, title]) => {
      const rows = planted[part as Part].map(({ check, fault }) => `| ${check} | ${fault} |`);
      return `### ${title}\n\n| the check | fails alone when a connector does this |\n| --- | --- |\n${rows.join('\n')}\n`;
    })
    .join('\n');
}
