import type { AuditReport } from '@keepwell/domain';
import type { Content } from 'pdfmake';
import { dropOffChart } from './drop-off-chart.js';
import { pdfOf, pdfTable } from './pdf.js';
import { count, instantText } from './wording.js';

const LISTED = 200;

/** Words that the caller has for its own page as well. */
export interface AuditWords {
  /** What stands above everything else when no rule could look at anything. */
  blindness: string | null;
  states: { label: string; state: keyof AuditReport<unknown>['patients']['byState'] }[];
  metricLabel(id: string, variant: string): string;
  metricValue(id: string, value: number | null): string;
  ruleLabel(name: string): string;
  /** What was read, and what was put aside, a line each. */
  data: string[];
}

/** The retention audit on paper. Patients by the id the source gives them and by nothing else. */
export function auditPdf(report: AuditReport<unknown>, words: AuditWords): Promise<Buffer> {
  const { timezone, locations } = report.practice;
  const at = `${instantText(report.asOf, timezone)} (${timezone})`;
  const firing = report.rules
    .filter(({ findings }) => findings > 0)
    .sort((one, other) => other.findings - one.findings);
  return pdfOf({
    title: 'Retention audit',
    foot: `Retention audit as of ${at}`,
    content: [
      { text: `As of ${at}, ${locations} ${locations === 1 ? 'location' : 'locations'}`, margin: [0, 2, 0, 4] },
      ...(words.blindness === null ? [] : [{ text: words.blindness, bold: true }]),
      { text: 'Patients', style: 'heading' },
      `${count(report.patients.total)} patients, ${count(report.patients.contactable)} of them can be contacted.`,
      pdfTable(
        ['', 'Patients'],
        words.states.map(({ label, state }) => [label, count(report.patients.byState[state])]),
      ),
      { text: 'Why they are off track or at risk', style: 'heading' },
      firing.length === 0
        ? 'No rule fires.'
        : pdfTable(
            ['Rule', 'Patients'],
            firing.map(({ rule, name, findings }) => [`${rule} ${words.ruleLabel(name)}`, count(findings)]),
          ),
      ...offTrack(report, timezone),
      ...dropOff(report),
      ...metrics(report, words, timezone),
      { text: 'The data behind it', style: 'heading' },
      { ul: [...words.data] },
    ],
  });
}

function offTrack({ offTrack: patients }: AuditReport<unknown>, timezone: string): Content[] {
  const heading: Content = { text: 'Off track', style: 'heading' };
  if (patients.length === 0) return [heading, 'Nobody.'];
  const shown = patients.slice(0, LISTED);
  const more =
    patients.length > LISTED ? ` The first ${LISTED} of ${count(patients.length)}; the JSON format lists all.` : '';
  return [
    heading,
    { text: `Strongest first.${more}`, style: 'quiet' },
    pdfTable(
      ['Patient and reason', 'Rules', 'Since', 'At stake'],
      shown.map(({ patientId, reason, rules, since, valueAtRisk }) => [
        `${patientId}: ${reason}`,
        rules.join(' '),
        instantText(since, timezone).split(',')[0] ?? '',
        valueAtRisk === null ? '' : `${valueAtRisk.currency} ${valueAtRisk.amount}`,
      ]),
    ),
  ];
}

function dropOff({ dropOff: rows }: AuditReport<unknown>): Content[] {
  const heading: Content = { text: 'Where people leave', style: 'heading' };
  return rows.length === 0
    ? [heading, 'No course of care to judge by.']
    : [heading, { svg: dropOffChart(rows), width: 480 }];
}

function metrics({ metrics: figures }: AuditReport<unknown>, words: AuditWords, timezone: string): Content[] {
  const [first] = figures;
  if (first === undefined) return [];
  const day = (instant: string) => instantText(instant, timezone).split(',')[0] ?? '';
  return [
    { text: 'Figures', style: 'heading' },
    { text: `From ${day(first.period.from)} until before ${day(first.period.to)}.`, style: 'quiet' },
    pdfTable(
      ['', 'Value', 'Of'],
      figures.map(({ id, variant, numerator, denominator, value }) => [
        words.metricLabel(id, variant),
        words.metricValue(id, value),
        `${count(numerator)} / ${count(denominator)}`,
      ]),
    ),
  ];
}
