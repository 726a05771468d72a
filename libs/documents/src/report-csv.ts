import { stringify } from 'csv-stringify/sync';
import type { WeeklyReport } from '@keepwell/domain';
import type { ReportNames } from './report-names.js';

const HEAD = ['section', 'id', 'label', 'variant', 'span', 'numerator', 'denominator', 'value', 'unit', 'says'];

/** Every number of a report, one a line, for a spreadsheet: what looks like a formula is made text. No patient. */
export function reportCsv(report: WeeklyReport, names: ReportNames): string {
  const { sections, coordinators, dropOff, baseline, variant, currency } = report;
  const unitOf = (unit: string) => (unit === 'money' ? `minor units of ${currency ?? 'an unknown currency'}` : unit);
  const rows: (string | number | null)[][] = [
    ...sections.flatMap(({ id, numbers }) =>
      numbers.map((each) => [
        ...[id, each.id, each.label, each.variant, each.span, each.numerator, each.denominator, each.value],
        ...[unitOf(each.unit), each.says],
      ]),
    ),
    ...coordinators.flatMap(({ userId, conversations, attempts, nextBooked }) => {
      const name = names.staff.get(userId) ?? 'No longer known';
      const line = (id: string, numerator: number, denominator: number | null, value: number | null, unit: string) => [
        ...['coordinators', `${id}.${userId}`, name, variant, 'week', numerator, denominator, value, unit, null],
      ];
      return [
        line('conversations', conversations, null, conversations, 'count'),
        line('next_booked_rate', nextBooked.numerator, nextBooked.denominator, nextBooked.value, 'share'),
        line('attempts', attempts, null, attempts, 'count'),
      ];
    }),
    ...dropOff.map(({ visit, atRisk, dropped, cumulativeDropOff }) => [
      ...['drop_off', `drop_off.${visit}`, `Left by visit ${visit}`, variant, 'end', dropped, atRisk],
      ...[cumulativeDropOff, 'share', null],
    ]),
    ...(baseline?.comparisons ?? []).map(({ metric, label, unit, baseline: { numerator, denominator, value } }) => [
      ...['baseline', `baseline.${metric}`, label, 'locked', 'baseline', numerator, denominator, value, unit, null],
    ]),
  ];
  return stringify([HEAD, ...rows], { escape_formulas: true, bom: true, record_delimiter: 'windows' });
}
