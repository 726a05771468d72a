import type { DropOffRow } from '@keepwell/domain';
import { escapeHtml, ACCENT, LINE, QUIET } from './markup.js';
import { percent } from './wording.js';

const WIDTH = 640;
const HEIGHT = 240;
const PLOT = { left: 46, right: 632, top: 12, bottom: 200 } as const;

/** Share of courses of care that were left, by visits made: a step curve, since people leave between visits. */
export function dropOffChart(rows: readonly DropOffRow[]): string {
  const last = Math.max(1, ...rows.map(({ visit }) => visit));
  const highest = niceTop(Math.max(0, ...rows.map(({ cumulativeDropOff }) => cumulativeDropOff)));
  const x = (visit: number) => round(PLOT.left + ((PLOT.right - PLOT.left) * visit) / last);
  const y = (share: number) => round(PLOT.bottom - ((PLOT.bottom - PLOT.top) * share) / highest);
  const grid = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const at = y(part * highest);
    return (
      `<line x1="${PLOT.left}" y1="${at}" x2="${PLOT.right}" y2="${at}" stroke="${LINE}" stroke-width="1"/>` +
      `<text x="${PLOT.left - 6}" y="${at + 4}" font-size="11" fill="${QUIET}" text-anchor="end">${round(part * highest * 100)} %</text>`
    );
  });
  let path = `M ${x(0)} ${y(0)}`;
  for (const { visit, cumulativeDropOff } of rows) path += ` H ${x(visit)} V ${y(cumulativeDropOff)}`;
  const every = Math.ceil(last / 12);
  const labels = rows
    .filter(({ visit }) => visit % every === 0 || visit === 1)
    .map(
      ({ visit }) =>
        `<text x="${x(visit)}" y="${PLOT.bottom + 16}" font-size="11" fill="${QUIET}" text-anchor="middle">${visit}</text>`,
    );
  const axis = `<text x="${PLOT.right}" y="${HEIGHT - 6}" font-size="11" fill="${QUIET}" text-anchor="end">visits made</text>`;
  const described = rows.map((row) => `after visit ${row.visit}: ${percent(row.cumulativeDropOff)}`).join('; ');
  const name = escapeHtml(`Share of courses of care left unfinished, by visits made. ${described}`);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${name}">` +
    `${grid.join('')}<path d="${path}" fill="none" stroke="${ACCENT}" stroke-width="2"/>${labels.join('')}${axis}</svg>`
  );
}

function niceTop(share: number): number {
  return [0.1, 0.2, 0.4, 0.6, 0.8].find((top) => share <= top) ?? 1;
}

const round = (number: number): number => Math.round(number * 10) / 10;
