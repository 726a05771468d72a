import type { WeeklyReport } from '@keepwell/domain';
import type { Content } from 'pdfmake';
import { dropOffChart } from './drop-off-chart.js';
import { pdfOf, pdfTable } from './pdf.js';
import type { ReportNames } from './report-names.js';
import {
  count,
  differenceText,
  fractionText,
  instantText,
  percent,
  spanText,
  standingText,
  valueText,
  weekText,
} from './wording.js';

/** The stored numbers on paper. Made in this process, without a browser. No patient. */
export function reportPdf(report: WeeklyReport, names: ReportNames): Promise<Buffer> {
  const { sections, currency, notes } = report;
  const place = names.location === null ? names.practice : `${names.practice}, ${names.location}`;
  return pdfOf({
    title: 'Retention report',
    foot: `${place} · ${weekText(report)}`,
    content: [
      { text: `${place}\n${weekText(report)}`, margin: [0, 2, 0, 4] },
      { text: standingText(report), style: 'quiet' },
      ...sections.flatMap(({ title, numbers }): Content[] => [
        { text: title, style: 'heading', headlineLevel: 1 },
        pdfTable(
          ['', 'Value', 'Of', 'When'],
          numbers.map((number) => [
            number.says === null ? number.label : `${number.label}\n${number.says}`,
            valueText(number.value, number.unit, currency),
            fractionText(number),
            spanText(number),
          ]),
        ),
      ]),
      ...coordinators(report, names),
      ...dropOff(report),
      ...baseline(report),
      { text: 'What these numbers can say', style: 'heading' },
      // A copy: the library writes into what it is given.
      { ul: [...notes] },
    ],
  });
}

function coordinators({ coordinators: weeks }: WeeklyReport, { staff }: ReportNames): Content[] {
  if (weeks.length === 0) return [];
  return [
    { text: 'Conversations by coordinator', style: 'heading' },
    { text: 'By conversations had. Attempts are context and no goal.', style: 'quiet' },
    pdfTable(
      ['Coordinator', 'Conversations', 'Ended with the next booked', 'Attempts'],
      weeks.map(({ userId, conversations, attempts, nextBooked }) => [
        staff.get(userId) ?? 'No longer known',
        count(conversations),
        nextBooked.value === null ? '' : `${percent(nextBooked.value)} (${fractionText(nextBooked)})`,
        count(attempts),
      ]),
    ),
  ];
}

function dropOff({ dropOff: rows }: WeeklyReport): Content[] {
  if (rows.length === 0) return [];
  return [
    { text: 'Where people leave', style: 'heading' },
    { text: 'Share of courses of care left unfinished, by visits made.', style: 'quiet' },
    { svg: dropOffChart(rows), width: 480 },
  ];
}

function baseline({ baseline: taken, timezone }: WeeklyReport): Content[] {
  const heading: Content = { text: 'Compared with the baseline', style: 'heading' };
  if (taken === null) return [heading, 'No baseline was taken, so that there is nothing to compare with.'];
  return [
    heading,
    {
      text: `The audit of ${instantText(taken.takenAt, timezone)}, twelve months of the whole practice, beside the last twelve weeks. A difference is not yet an effect: nothing was held back to compare with.`,
      style: 'quiet',
    },
    pdfTable(
      ['', 'Baseline', 'Last 12 weeks', 'Difference'],
      taken.comparisons.map(({ label, unit, baseline: then, now, difference }) => [
        label,
        `${valueText(then.value, unit, null)} (${fractionText(then)})`,
        `${valueText(now.value, unit, null)} (${fractionText(now)})`,
        differenceText(difference, unit),
      ]),
    ),
  ];
}
