import type { ReportSection, WeeklyReport } from '@keepwell/domain';
import { dropOffChart } from './drop-off-chart.js';
import { escapeHtml as e, PAGE_STYLE } from './markup.js';
import type { ReportNames } from './report-names.js';
import {
  count,
  differenceText,
  fractionText,
  headlineNumbers,
  instantText,
  percent,
  spanText,
  standingText,
  valueText,
  weekText,
} from './wording.js';

/** One page that needs nothing else: no script, no font, no picture from anywhere. Numbers only, no patient. */
export function reportHtml(report: WeeklyReport, names: ReportNames): string {
  const place = names.location === null ? '' : `, ${names.location}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="robots" content="noindex">
<title>Retention report, ${e(weekText(report))}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header><h1>Retention report</h1>
<p>${e(names.practice)}${e(place)}<br>${e(weekText(report))}</p>
<p class="quiet">${e(standingText(report))}</p>
<ul class="tiles">${tiles(report)}</ul></header>
<main>
${report.sections.map((section) => sectionHtml(section, report.currency)).join('\n')}
${coordinatorsHtml(report, names)}
${dropOffHtml(report)}
${baselineHtml(report)}
</main>
<footer><ul>${report.notes.map((note) => `<li>${e(note)}</li>`).join('')}</ul>
<p>Each number shows how many out of how many; what it means is in the metric dictionary. Keepwell reports what it saw and does not advise on care.</p></footer>
</body>
</html>
`;
}

function tiles(report: WeeklyReport): string {
  return headlineNumbers(report)
    .map(({ label, value, unit }) => {
      const text = valueText(value, unit, report.currency);
      return `<li class="tile"><strong>${e(text)}</strong><span>${e(label)}</span></li>`;
    })
    .join('');
}

/** A table that scrolls by itself where the page is narrow. */
function table(name: string, head: string[], rows: string[]): string {
  const columns = head.map((text, place) => `<th scope="col"${place === 0 ? '' : ' class="number"'}>${e(text)}</th>`);
  return `<div class="wide" tabindex="0" role="region" aria-label="${e(name)}"><table><thead><tr>${columns.join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

const row = (first: string, ...cells: string[]): string =>
  `<tr><th scope="row">${first}</th>${cells.map((cell) => `<td class="number">${e(cell)}</td>`).join('')}</tr>`;

function sectionHtml({ id, title, numbers }: ReportSection, currency: string | null): string {
  const rows = numbers.map((number) => {
    const says = number.says === null ? '' : `<br><small>${e(number.says)}</small>`;
    return row(
      `${e(number.label)}${says}`,
      valueText(number.value, number.unit, currency),
      fractionText(number),
      spanText(number),
    );
  });
  return `<section aria-labelledby="${e(id)}"><h2 id="${e(id)}">${e(title)}</h2>
${table(title, ['', 'Value', 'Of', 'When'], rows)}</section>`;
}

function coordinatorsHtml({ coordinators }: WeeklyReport, { staff }: ReportNames): string {
  if (coordinators.length === 0) return '';
  const rows = coordinators.map(({ userId, conversations, attempts, nextBooked }) =>
    row(
      e(staff.get(userId) ?? 'No longer known'),
      count(conversations),
      nextBooked.value === null ? '' : `${percent(nextBooked.value)} (${fractionText(nextBooked)})`,
      count(attempts),
    ),
  );
  return `<section aria-labelledby="coordinators"><h2 id="coordinators">Conversations by coordinator</h2>
<p class="quiet">By conversations had. Attempts are context and no goal.</p>
${table('Conversations by coordinator', ['Coordinator', 'Conversations', 'Ended with the next booked', 'Attempts'], rows)}</section>`;
}

function dropOffHtml({ dropOff }: WeeklyReport): string {
  const title = '<h2 id="drop-off">Where people leave</h2>';
  if (dropOff.length === 0)
    return `<section aria-labelledby="drop-off">${title}<p>No course of care to judge by.</p></section>`;
  const rows = dropOff.map(({ visit, atRisk, dropped, discharged, cumulativeDropOff }) =>
    row(String(visit), count(atRisk), count(dropped), count(discharged), percent(cumulativeDropOff)),
  );
  return `<section aria-labelledby="drop-off">${title}
${dropOffChart(dropOff)}
${table('Numbers of the curve', ['After visit', 'Reached', 'Left', 'Finished', 'Left by then'], rows)}</section>`;
}

function baselineHtml({ baseline, timezone }: WeeklyReport): string {
  const title = '<h2 id="baseline">Compared with the baseline</h2>';
  if (baseline === null)
    return `<section aria-labelledby="baseline">${title}<p>No baseline was taken, so that there is nothing to compare with.</p></section>`;
  const rows = baseline.comparisons.map(({ label, unit, baseline: then, now, difference }) =>
    row(
      e(label),
      `${valueText(then.value, unit, null)} (${fractionText(then)})`,
      `${valueText(now.value, unit, null)} (${fractionText(now)})`,
      differenceText(difference, unit),
    ),
  );
  return `<section aria-labelledby="baseline">${title}
<p class="quiet">The audit of ${e(instantText(baseline.takenAt, timezone))}, twelve months of the whole practice, beside the last twelve weeks. A difference is not yet an effect: nothing was held back to compare with.</p>
${table('Compared with the baseline', ['', 'Baseline', 'Last 12 weeks', 'Difference'], rows)}</section>`;
}
