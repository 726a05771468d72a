import type { ReportNumber, WeeklyReport } from '../../api.reports.types.js';
import { Section } from '../../ui/section.js';
import { definitionOf } from './definitions.js';
import { NumberCell } from './number-cell.js';
import { SPANS } from './words.js';

interface SectionsProps {
  report: WeeklyReport;
  reportId: string | null;
}

/** Every number of a report with numerator, denominator and what it means. */
export function ReportSections({ report, reportId }: SectionsProps) {
  return report.sections.map((section) => (
    <Section key={section.id} title={section.title} padded={false}>
      <table className="kw-table kw-numbers">
        <caption className="kw-hidden">{section.title}</caption>
        <thead className="kw-hidden">
          <tr>
            <th scope="col">What</th>
            <th scope="col">How much</th>
          </tr>
        </thead>
        <tbody>
          {section.numbers.map((number) => (
            <tr key={number.id}>
              <th scope="row">
                {number.label}
                <Meaning number={number} />
              </th>
              <td className="kw-end">
                <NumberCell number={number} currency={report.currency} reportId={reportId} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  ));
}

function Meaning({ number }: { number: ReportNumber }) {
  const meaning = definitionOf(number.metric);
  if (meaning === null) return null;
  return (
    <details className="kw-meaning">
      <summary aria-label={`What ${number.label} means`}>what it means</summary>
      <p>
        {meaning.denominator === null
          ? `${meaning.numerator}, ${SPANS[number.span]}.`
          : `Of ${meaning.denominator}: ${meaning.numerator.replace('of these, ', '')}. Looked at ${SPANS[number.span]}.`}{' '}
        {meaning.remark}
      </p>
    </details>
  );
}
