import type { ReportNumber, WeeklyReport } from '../../api.reports.types.js';
import { IconInfoCircle } from '../../ui/icons.js';
import { Section } from '../../ui/section.js';
import { definitionOf } from './definitions.js';
import { NumberCell } from './number-cell.js';
import { SPANS } from './words.js';

interface SectionsProps {
  report: WeeklyReport;
  reportId: string | null;
}

/** One of a family (a rule, a closing code) that counts nobody: named in one line, not in a row each. */
const isSilent = ({ id, unit, value }: ReportNumber) => unit === 'count' && value === 0 && id.split('.').length > 2;

/** "Left the list otherwise: lost, declined": the family's name once. */
export function silentText(numbers: readonly Pick<ReportNumber, 'label'>[]): string {
  const families = new Map<string, string[]>();
  for (const { label } of numbers) {
    const at = label.lastIndexOf(': ');
    const family = at < 0 ? '' : label.slice(0, at);
    families.set(family, [...(families.get(family) ?? []), at < 0 ? label : label.slice(at + 2)]);
  }
  return [...families]
    .map(([family, members]) => (family === '' ? members.join(', ') : `${family}: ${members.join(', ')}`))
    .join('. ');
}

/** Every number of a report with numerator, denominator and what it means. */
export function ReportSections({ report, reportId }: SectionsProps) {
  return report.sections.map((section) => {
    const silent = section.numbers.filter(isSilent);
    const shown = section.numbers.filter((number) => !isSilent(number));
    return (
      <Section key={section.id} title={section.title} padded={false}>
        {shown.length > 0 && (
          <table className="kw-table kw-numbers">
            <caption className="kw-hidden">{section.title}</caption>
            <thead className="kw-hidden">
              <tr>
                <th scope="col">What</th>
                <th scope="col">How much</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((number) => (
                <tr key={number.id}>
                  <th scope="row">
                    <Label number={number} />
                  </th>
                  <td className="kw-end">
                    <NumberCell number={number} currency={report.currency} reportId={reportId} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {silent.length > 0 && <p className="kw-quiet kw-silent">Nobody for {silentText(silent)}.</p>}
      </Section>
    );
  });
}

/** The label; opened, it says what the number means. */
function Label({ number }: { number: ReportNumber }) {
  const label = number.span === 'to_date' ? `${number.label}, ${SPANS.to_date}` : number.label;
  const meaning = definitionOf(number.metric);
  if (meaning === null) return label;
  return (
    <details className="kw-meaning">
      <summary>
        {label}
        <IconInfoCircle size={13} aria-hidden />
      </summary>
      <p>
        {meaning.denominator === null
          ? `${meaning.numerator}, ${SPANS[number.span]}.`
          : `Of ${meaning.denominator}: ${meaning.numerator.replace('of these, ', '')}. Looked at ${SPANS[number.span]}.`}{' '}
        {meaning.remark}
      </p>
    </details>
  );
}
