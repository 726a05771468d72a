import type { DropOffRow } from '@keepwell/domain';
import { escapeHtml } from './html-style.js';
import { count, percent } from './wording.js';

const BAR_PITCH = 44;
/** Room for the number behind the longest bar. */
const BAR_ROOM = 88;

/**
 * Charts are drawn in shares of the width and in pixels of height, without a view box: they fill a phone and a sheet of
 * paper alike, and their letters stay as large as the text around them.
 */
export function barChart(title: string, bars: { label: string; value: number }[]): string {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const drawn = bars.map(({ label, value }, index) => {
    const top = index * BAR_PITCH;
    const share = round(Math.max(0.5, (value / most) * BAR_ROOM));
    return [
      `<text x="0" y="${top + 15}">${escapeHtml(label)}</text>`,
      `<rect class="track" x="0" y="${top + 22}" width="${BAR_ROOM}%" height="10" rx="3"/>`,
      `<rect class="bar" x="0" y="${top + 22}" width="${share}%" height="10" rx="3"/>`,
      `<text x="100%" y="${top + 32}" text-anchor="end">${count(value)}</text>`,
    ].join('');
  });
  const described = bars.map(({ label, value }) => `${label}: ${count(value)}`).join('; ');
  return svg(title, described, bars.length * BAR_PITCH, drawn.join(''));
}

const [PLOT_TOP, PLOT_HEIGHT, PLOT_WIDTH, CHART_HEIGHT] = [24, 200, 97, 268];

/** Share of courses of care that were left, by visit number: a step curve, since people leave between visits. */
export function dropOffChart(rows: readonly DropOffRow[]): string {
  const last = Math.max(1, ...rows.map(({ visit }) => visit));
  const highest = niceTop(Math.max(0, ...rows.map(({ cumulativeDropOff }) => cumulativeDropOff)));
  const x = (visit: number) => `${round((visit / last) * PLOT_WIDTH)}%`;
  const y = (share: number) => round(PLOT_TOP + PLOT_HEIGHT * (1 - share / highest));
  const line = (kind: string, x1: string, y1: number, x2: string, y2: number) =>
    `<line class="${kind}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;

  const grid = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const at = y(part * highest);
    return `${line('grid', '0%', at, '100%', at)}<text class="quiet" x="0" y="${at - 4}">${round(part * highest * 100)} %</text>`;
  });
  let from = { x: x(0), y: y(0) };
  const steps = rows.map(({ visit, cumulativeDropOff }) => {
    const to = { x: x(visit), y: y(cumulativeDropOff) };
    const step = line('curve', from.x, from.y, to.x, from.y) + line('curve', to.x, from.y, to.x, to.y);
    from = to;
    return `${step}<circle class="dot" cx="${to.x}" cy="${to.y}" r="3"/>`;
  });
  const every = Math.ceil(last / 10);
  const labels = rows
    .filter(({ visit }) => visit % every === 0 || visit === 1)
    .map(({ visit }) => `<text class="quiet" x="${x(visit)}" y="${y(0) + 18}" text-anchor="middle">${visit}</text>`);
  const axis = `<text class="quiet" x="100%" y="${CHART_HEIGHT - 6}" text-anchor="end">visits made</text>`;
  const described = rows
    .map(({ visit, cumulativeDropOff }) => `after visit ${visit}: ${percent(cumulativeDropOff)}`)
    .join('; ');
  const body = [...grid, ...steps, ...labels, axis].join('');
  return svg('Share of courses of care left unfinished, by visits made', described, CHART_HEIGHT, body);
}

function svg(title: string, description: string, height: number, body: string): string {
  const name = escapeHtml(`${title}. ${description}`);
  return `<svg width="100%" height="${Math.max(height, 1)}" role="img" aria-label="${name}"><title>${escapeHtml(title)}</title>${body}</svg>`;
}

function niceTop(share: number): number {
  return [0.1, 0.2, 0.4, 0.6, 0.8].find((top) => share <= top) ?? 1;
}

const round = (number: number): number => Math.round(number * 10) / 10;
