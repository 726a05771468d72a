import { Link } from 'react-router';
import type { ReportNumber, ReportPart } from '../../api.reports.types.js';
import { divides, valueText } from './words.js';

/** Who is behind a number, by its id; no name stands in the address. */
export const peopleAddress = (reportId: string, metric: string, part: ReportPart) =>
  `/reports/${reportId}/people?${new URLSearchParams({ metric, part }).toString()}`;

interface NumberProps {
  number: ReportNumber;
  currency: string | null;
  /** Null: the week is not closed, nobody is kept for its numbers yet. */
  reportId: string | null;
}

/** A number with what it is made of; each part leads to the people behind it. */
export function NumberCell({ number, currency, reportId }: NumberProps) {
  const { numerator, denominator, value, unit, says } = number;
  const part = (amount: number, of: ReportPart, text: string) =>
    reportId === null || amount === 0 ? (
      text
    ) : (
      <Link
        to={peopleAddress(reportId, number.id, of)}
        aria-label={`${text}: who is behind ${number.label}${divides(number) ? (of === 'numerator' ? ', counted' : ', of all') : ''}`}
      >
        {text}
      </Link>
    );
  return (
    <>
      {value === null ? (
        <span className="kw-none">not known</span>
      ) : divides(number) ? (
        <>
          <strong className="kw-number">{valueText(value, unit, currency)}</strong>{' '}
          <span className="kw-quiet kw-number kw-nowrap">
            {part(numerator ?? 0, 'numerator', (numerator ?? 0).toLocaleString('en-GB'))} of{' '}
            {part(denominator ?? 0, 'denominator', (denominator ?? 0).toLocaleString('en-GB'))}
          </span>
        </>
      ) : (
        <strong className="kw-number">{part(value, 'numerator', valueText(value, unit, currency))}</strong>
      )}
      {says !== null && <div className="kw-quiet">{says}</div>}
    </>
  );
}
