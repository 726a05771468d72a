import type { AuditReport } from './audit-report.js';
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

const LISTED = 20;

/** The audit for a terminal: who, how many and why, where people leave, the figures, and how good the data is. */
export function printText(report: AuditReport): string {
  const dates = new PracticeDates(report.practice.timezone);
  const zone = report.practice.timezone;
  const sections = [
    [`Retention audit as of ${dates.at(report.asOf)} (${zone})`, ...sourceLines(report)],
    ['Patients', ...patientLines(report)],
    ['Why they are off track or at risk', ...ruleLines(report)],
    listTitleAndLines(report, dates),
    ['Where people leave', ...dropOffLines(report)],
    ...metricSection(report, dates),
    ...figureSections(report),
    ...qualitySection(report),
  ];
  return `${sections.map(([title, ...lines]) => [title, ...lines.map((line) => `  ${line}`.trimEnd())].join('\n')).join('\n\n')}\n`;
}

function sourceLines(report: AuditReport): string[] {
  const { source, practice } = report;
  const { read, applied, unchanged, quarantined } = source;
  const blind = blindness(report);
  return [
    ...(blind === null ? [] : [blind]),
    `${source.connector}: ${count(read)} read = ${count(applied)} applied + ${count(unchanged)} unchanged + ${count(quarantined)} put aside; ${plural(practice.locations, 'location')}`,
  ];
}

function patientLines(report: AuditReport): string[] {
  const { patients, offTrack } = report;
  const isBlind = blindness(report) !== null;
  const atRisk = totalAtRisk(offTrack.map(({ valueAtRisk }) => valueAtRisk));
  return [
    `${plural(patients.total, 'patient')}, ${count(patients.contactable)} of them can be contacted`,
    ...table(
      STATES_SHOWN.map((state) => {
        const number = patients.byState[state];
        const share = isBlind || patients.total === 0 ? '' : percent(number / patients.total);
        return [STATE_WORDS[state].label, count(number), share, isBlind ? '' : STATE_WORDS[state].says];
      }),
      ['left', 'right', 'right', 'left'],
    ),
    ...(atRisk.length > 0 ? [`Paid for or renewing among those off track: ${atRisk.join(', ')}`] : []),
  ];
}

function ruleLines({ rules }: AuditReport): string[] {
  const firing = rules.filter(({ findings }) => findings > 0).sort((a, b) => b.findings - a.findings);
  const silent = rules.filter(({ noData }) => noData).map(({ rule }) => rule);
  return [
    ...(firing.length === 0 ? ['No rule fires.'] : []),
    ...table(
      firing.map(({ rule, name, findings, medianLeadDays }) => [
        rule,
        sentence(name),
        plural(findings, 'patient'),
        medianLeadDays === null ? '' : `${medianLeadDays} d before a 90-day rule`,
      ]),
      ['left', 'left', 'right', 'right'],
    ),
    ...(firing.length > 0 ? ['(median days by which it speaks before "no visit for 90 days" would)'] : []),
    ...(silent.length > 0 ? [`No data for ${silent.join(', ')}.`] : []),
  ];
}

function listTitleAndLines({ offTrack }: AuditReport, dates: PracticeDates): string[] {
  const shown = offTrack.slice(0, LISTED);
  const title = `Off track, strongest first${offTrack.length > LISTED ? ` (${LISTED} of ${count(offTrack.length)}; --format json lists all)` : ''}`;
  if (shown.length === 0) return [title, 'Nobody.'];
  const rows = table(
    shown.map(({ patientId, rules, since }) => [patientId, rules.join(' '), `since ${dates.on(since)}`]),
    ['left', 'left', 'left'],
  );
  return [title, ...rows.flatMap((row, index) => [row, `    ${shown[index]?.reason ?? ''}`])];
}

function dropOffLines({ dropOff }: AuditReport): string[] {
  if (dropOff.length === 0) return ['No course of care to judge by.'];
  const rows = dropOff.map((row) => [
    `after visit ${row.visit}`,
    count(row.atRisk),
    count(row.dropped),
    count(row.discharged),
    percent(row.cumulativeDropOff),
  ]);
  return table(
    [['', 'reached', 'left', 'finished', 'left by then'], ...rows],
    ['left', 'right', 'right', 'right', 'right'],
  );
}

function metricSection({ metrics }: AuditReport, dates: PracticeDates): string[][] {
  const [first] = metrics;
  if (first === undefined) return [];
  const rows = metrics.map(({ id, variant, numerator, denominator, value }) => [
    metricWords(id, variant),
    metricValue(id, value),
    `${count(numerator)} / ${count(denominator)}`,
  ]);
  return [
    [
      `Figures from ${dates.on(first.period.from)} until before ${dates.on(first.period.to)}`,
      ...table(rows, ['left', 'right', 'right']),
    ],
  ];
}

function figureSections({ figures }: AuditReport): string[][] {
  return figures.map(({ title, items, notes }) => [
    title,
    ...(items.length === 0 ? ['Nothing to count from.'] : []),
    ...table(
      items.map((item) => [item.label, figureValue(item), figureParts(item), item.says ?? '']),
      ['left', 'right', 'right', 'left'],
    ),
    ...notes.map((note) => `(${note})`),
  ]);
}

function qualitySection({ source }: AuditReport): string[][] {
  const parts = source.files ?? source.streams ?? [];
  const rows = parts.map((part) => [
    part.name,
    ...[part.read, part.applied, part.unchanged, part.quarantined].map(count),
  ]);
  const aside = source.putAside.map(
    ({ code, count: number, example }) =>
      `${plural(number, 'row')} put aside (${sentence(code).toLowerCase()}): ${example}`,
  );
  return [
    [
      'Data',
      ...table(
        [['', 'read', 'applied', 'unchanged', 'put aside'], ...rows],
        ['left', 'right', 'right', 'right', 'right'],
      ),
      ...aside,
      ...source.notes,
    ],
  ];
}

/** Columns as wide as their widest cell. */
function table(rows: string[][], sides: ('left' | 'right')[]): string[] {
  const widths = sides.map((_side, column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        sides[column] === 'right' ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}
