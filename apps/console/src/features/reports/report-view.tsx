import type { WeeklyReport } from '../../api.reports.types.js';
import { Section } from '../../ui/section.js';
import { DropOff } from './drop-off.js';
import { NumberCell } from './number-cell.js';
import { ReportSections } from './report-sections.js';
import { Baseline, Coordinators } from './report-tables.js';
import { numbersOf } from './words.js';

/** What a manager looks at first; the sections below say it again with everything else. */
const FIRST = [
  'off_track_start.start',
  'opened.week',
  'booked.week',
  'off_track_end.end',
  'returned.week',
  'recovered_revenue.week',
  'conversations.week',
  'next_booked_rate.week',
];

interface ReportViewProps {
  report: WeeklyReport;
  /** Null: the week so far, whose people are not kept. */
  reportId: string | null;
}

export function ReportView({ report, reportId }: ReportViewProps) {
  const numbers = new Map(numbersOf(report).map((number) => [number.id, number]));
  const first = FIRST.map((id) => numbers.get(id)).filter((number) => number !== undefined);
  return (
    <>
      {first.length > 0 && (
        <dl className="kw-figures kw-headline">
          {first.map((number) => (
            <div key={number.id}>
              <dt>{number.label}</dt>
              <dd>
                <NumberCell number={{ ...number, says: null }} currency={report.currency} reportId={reportId} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <div className="kw-report">
        <ReportSections report={report} reportId={reportId} />
        <Coordinators weeks={report.coordinators} />
        <Baseline report={report} />
        <DropOff rows={report.dropOff} />
        {report.notes.length > 0 && (
          <Section title="What these numbers can and cannot say">
            <ul className="kw-notes">
              {report.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          </Section>
        )}
      </div>
    </>
  );
}
