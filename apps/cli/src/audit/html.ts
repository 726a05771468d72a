import type { AuditReport } from './audit-report.js';
import { barChart, dropOffChart } from './charts.js';
import { escapeHtml as e, HTML_STYLE } from './html-style.js';
import {
  blindness,
  count,
  figureParts,
  figureValue,
  metricValue,
  metricWords,
  percent,
  plural,
  PracticeDates,
  sentence,
  STATE_WORDS,
  STATES_SHOWN,
  totalAtRisk,
} from './wording.js';

const LISTED = 200;

/** One page that needs nothing else: no script, no font, no picture from anywhere. Ids only, no names. */
export function printHtml(report: AuditReport): string {
  const dates = new PracticeDates(report.practice.timezone);
  const zone = report.practice.timezone;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="robots" content="noindex">
<title>Retention audit</title>
<style>${HTML_STYLE}</style>
</head>
<body>
<header>
<h1>Retention audit</h1>
<p>As of <time datetime="${e(report.asOf)}">${e(dates.at(report.asOf))}</time> (${e(zone)}), from ${count(report.source.read)} records of ${plural(report.practice.locations, 'location')}.</p>
</header>
<main>
${patientSection(report)}
${ruleSection(report)}
${listSection(report, dates)}
${dropOffSection(report)}
${metricSection(report, dates)}
${figureSections(report)}
${dataSection(report)}
</main>
<footer><p>Made by Keepwell on the computer where the data is. Patient numbers are those of the source.</p></footer>
</body>
</html>
`;
}

function patientSection(report: AuditReport): string {
  const { patients, offTrack } = report;
  const blind = blindness(report);
  const atRisk = totalAtRisk(offTrack.map(({ valueAtRisk }) => valueAtRisk));
  const tiles = STATES_SHOWN.map((state) => {
    const number = patients.byState[state];
    const share = blind !== null || patients.total === 0 ? '' : percent(number / patients.total);
    const { label, says } = STATE_WORDS[state];
    return `<li class="${state === 'off_track' ? 'tile main' : 'tile'}"><strong>${count(number)}</strong><span>${e(label)} <small>${share}</small></span><small>${blind === null ? e(says) : ''}</small></li>`;
  });
  const money = atRisk.length > 0 ? ` Paid for or renewing among those off track: ${e(atRisk.join(', '))}.` : '';
  return `<section aria-labelledby="patients"><h2 id="patients">Patients</h2>
${blind === null ? '' : `<p><strong>${e(blind)}</strong></p>\n`}<p>${plural(patients.total, 'patient')}, ${count(patients.contactable)} of them can be contacted.${money}</p>
<ul class="tiles">${tiles.join('')}</ul></section>`;
}

function ruleSection({ rules }: AuditReport): string {
  const firing = rules.filter(({ findings }) => findings > 0).sort((a, b) => b.findings - a.findings);
  const silent = rules.filter(({ noData }) => noData).map(({ rule }) => rule);
  const bars = firing.map(({ rule, name, findings }) => ({ label: `${rule} ${sentence(name)}`, value: findings }));
  return `<section aria-labelledby="why"><h2 id="why">Why they are off track or at risk</h2>
${bars.length > 0 ? barChart('Patients for whom each rule fires', bars) : '<p>No rule fires.</p>'}
${silent.length > 0 ? `<p class="quiet">No data for ${e(silent.join(', '))}.</p>` : ''}</section>`;
}

function listSection({ offTrack }: AuditReport, dates: PracticeDates): string {
  if (offTrack.length === 0)
    return '<section aria-labelledby="list"><h2 id="list">Off track</h2><p>Nobody.</p></section>';
  const shown = offTrack.slice(0, LISTED);
  const rows = shown.map(({ patientId, rules, since, reason, valueAtRisk, evidence }) => {
    const proof = evidence.map(
      ({ rule, facts, checked, clearsWhen }) =>
        `<h4>${e(rule)}</h4><ul>${[...facts.map((fact) => `${fact.says} (${fact.kind} ${fact.id})`), ...checked].map((line) => `<li>${e(line)}</li>`).join('')}</ul><p class="quiet">Clears when: ${e(clearsWhen)}</p>`,
    );
    const value = valueAtRisk === null ? '' : `${valueAtRisk.currency} ${valueAtRisk.amount}`;
    return `<tr><th scope="row">${e(patientId)}</th><td>${e(rules.join(' '))}</td><td>${e(dates.on(since))}</td><td>${e(reason)}<details><summary>Evidence</summary>${proof.join('')}</details></td><td class="number">${e(value)}</td></tr>`;
  });
  const more =
    offTrack.length > LISTED ? ` The first ${LISTED} of ${count(offTrack.length)}; the JSON format lists all.` : '';
  return `<section class="list" aria-labelledby="list"><h2 id="list">Off track</h2>
<p>Strongest first.${more}</p>
<div class="wide" tabindex="0" role="region" aria-label="Table of patients off track"><table><thead><tr><th scope="col">Patient</th><th scope="col">Rules</th><th scope="col">Since</th><th scope="col">Reason</th><th scope="col" class="number">At stake</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div></section>`;
}

function dropOffSection({ dropOff }: AuditReport): string {
  if (dropOff.length === 0) {
    return '<section aria-labelledby="leave"><h2 id="leave">Where people leave</h2><p>No course of care to judge by.</p></section>';
  }
  const rows = dropOff.map(
    (row) =>
      `<tr><th scope="row">${row.visit}</th>${[row.atRisk, row.dropped, row.discharged].map((number) => `<td class="number">${count(number)}</td>`).join('')}<td class="number">${percent(row.cumulativeDropOff)}</td></tr>`,
  );
  return `<section aria-labelledby="leave"><h2 id="leave">Where people leave</h2>
${dropOffChart(dropOff)}
<details><summary>The numbers</summary><div class="wide" tabindex="0" role="region" aria-label="Numbers of the curve"><table><thead><tr><th scope="col">After visit</th><th scope="col" class="number">Reached</th><th scope="col" class="number">Left</th><th scope="col" class="number">Finished</th><th scope="col" class="number">Left by then</th></tr></thead><tbody>${rows.join('')}</tbody></table></div></details></section>`;
}

function metricSection({ metrics }: AuditReport, dates: PracticeDates): string {
  const [first] = metrics;
  if (first === undefined) return '';
  const rows = metrics.map(
    ({ id, variant, numerator, denominator, value }) =>
      `<tr><th scope="row">${e(metricWords(id, variant))}</th><td class="number">${metricValue(id, value)}</td><td class="number">${count(numerator)} / ${count(denominator)}</td></tr>`,
  );
  return `<section aria-labelledby="figures"><h2 id="figures">Figures</h2>
<p>From ${e(dates.on(first.period.from))} until before ${e(dates.on(first.period.to))}.</p>
<div class="wide" tabindex="0" role="region" aria-label="Table of figures"><table><tbody>${rows.join('')}</tbody></table></div></section>`;
}

function figureSections({ figures }: AuditReport): string {
  return figures
    .map(({ id, title, items, notes }) => {
      const rows = items.map(
        (item) =>
          `<tr><th scope="row">${e(item.label)}</th><td class="number">${e(figureValue(item))}</td><td class="number">${e(figureParts(item))}</td><td>${e(item.says ?? '')}</td></tr>`,
      );
      const table = `<div class="wide" tabindex="0" role="region" aria-label="${e(title)}: the numbers"><table><thead><tr><th scope="col"></th><th scope="col" class="number">Value</th><th scope="col" class="number">Of</th><th scope="col">What it says</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
      return `<section aria-labelledby="${e(id)}"><h2 id="${e(id)}">${e(title)}</h2>
${items.length === 0 ? '<p>Nothing to count from.</p>' : table}
<ul class="notes">${notes.map((note) => `<li>${e(note)}</li>`).join('')}</ul></section>`;
    })
    .join('\n');
}

function dataSection({ source }: AuditReport): string {
  const parts = [...(source.files ?? source.streams ?? []), { ...source, name: 'All' }];
  const rows = parts.map(
    (part) =>
      `<tr><th scope="row">${e(part.name)}</th>${[part.read, part.applied, part.unchanged, part.quarantined].map((number) => `<td class="number">${count(number)}</td>`).join('')}</tr>`,
  );
  const aside = source.putAside.map(
    ({ code, count: number, example }) =>
      `${plural(number, 'row')} put aside (${sentence(code).toLowerCase()}): ${example}`,
  );
  const notes = [...aside, ...source.notes].map((line) => `<li>${e(line)}</li>`);
  return `<section aria-labelledby="data"><h2 id="data">The data behind it</h2>
<p>Every record read was applied, was a repeat, or was put aside.</p>
<div class="wide" tabindex="0" role="region" aria-label="Table of what was read"><table><thead><tr><th scope="col">${e(source.connector)}</th><th scope="col" class="number">Read</th><th scope="col" class="number">Applied</th><th scope="col" class="number">Unchanged</th><th scope="col" class="number">Put aside</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>
${notes.length > 0 ? `<ul class="notes">${notes.join('')}</ul>` : ''}</section>`;
}
