import type { DropOffRow } from '@keepwell/domain';
import { escapeHtml } from './html-style.js';
import { count, percent } from './wording.js';

const WIDTH = 640;
const BAR_PITCH = 40;

/** Horizontal bars with their label above and their number at the end: readable at 390 px and on paper. */
export function barChart(title: string, bars: { label: string; value: number }[]): string {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const room = WIDTH - 70;
  const drawn = bars.map(({ label, value }, index) => {
    const top = index * BAR_PITCH;
    const length = Math.max(2, Math.round((value / most) * room));
    return `<text x="0" y="${top + 14}">${escapeHtml(label)}</text><rect class="track" x="0" y="${top + 20}" width="${room}" height="10" rx="3"/><rect class="bar" x="0" y="${top + 20}" width="${length}" height="10" rx="3"/><text x="${WIDTH}" y="${top + 30}" text-anchor="end">${count(value)}</text>`;
  });
  return svg(
    title,
    bars.map(({ label, value }) => `${label}: ${count(value)}`).join('; '),
    bars.length * BAR_PITCH,
    drawn.join(''),
  );
}

/** Share of courses of care that were left, by visit number: a step curve, since people leave between visits. */
export function dropOffChart(rows: readonly DropOffRow[]): string {
  const [left, right, top, bottom, height] = [44, 12, 12, 34, 260];
  const last = Math.max(...rows.map(({ visit }) => visit));
  const highest = niceTop(Math.max(...rows.map(({ cumulativeDropOff }) => cumulativeDropOff)));
  const x = (visit: number) => round(left + (visit / last) * (WIDTH - left - right));
  const y = (share: number) => round(height - bottom - (share / highest) * (height - top - bottom));
  const grid = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const share = part * highest;
    return `<line class="grid" x1="${left}" x2="${WIDTH - right}" y1="${y(share)}" y2="${y(share)}"/><text class="quiet" x="${left - 6}" y="${y(share) + 4}" text-anchor="end">${Math.round(share * 100)} %</text>`;
  });
  const path = rows.map(({ visit, cumulativeDropOff }) => `H${x(visit)}V${y(cumulativeDropOff)}`).join('');
  const dots = rows.map(
    ({ visit, cumulativeDropOff }) => `<circle class="dot" cx="${x(visit)}" cy="${y(cumulativeDropOff)}" r="3"/>`,
  );
  const step = Math.ceil(last / 12);
  const labels = rows
    .filter(({ visit }) => visit % step === 0 || visit === 1)
    .map(
      ({ visit }) =>
        `<text class="quiet" x="${x(visit)}" y="${height - bottom + 18}" text-anchor="middle">${visit}</text>`,
    );
  const axis = `<text class="quiet" x="${WIDTH - right}" y="${height - 2}" text-anchor="end">visits made</text>`;
  const described = rows
    .map(({ visit, cumulativeDropOff }) => `after visit ${visit}: ${percent(cumulativeDropOff)}`)
    .join('; ');
  const body = `${grid.join('')}<path class="curve" d="M${x(0)} ${y(0)}${path}"/>${dots.join('')}${labels.join('')}${axis}`;
  return svg('Share of courses of care left unfinished, by visits made', described, height, body);
}

function svg(title: string, description: string, height: number, body: string): string {
  const name = escapeHtml(`${title}. ${description}`);
  return `<svg viewBox="0 0 ${WIDTH} ${Math.max(height, 1)}" role="img" aria-label="${name}"><title>${escapeHtml(title)}</title>${body}</svg>`;
}

function niceTop(share: number): number {
  return [0.1, 0.2, 0.4, 0.6, 0.8].find((top) => share <= top) ?? 1;
}

const round = (number: number): number => Math.round(number * 10) / 10;
