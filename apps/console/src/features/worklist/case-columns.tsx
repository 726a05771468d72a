import { Link } from 'react-router';
import type { CaseRow } from '../../api.types.js';
import { Sentence } from '../../ui/sentence.js';
import { caseStateWord, ruleWords } from './words.js';

/** Pieces of a row that the wide table and the narrow cards share. */

export const patientAddress = (row: Pick<CaseRow, 'personId'>) => `/patients/${row.personId}`;

/** Names come from another system: shown as text, always. */
export function PatientLink({ row }: { row: CaseRow }) {
  return (
    <Link to={patientAddress(row)} className="kw-row-link" data-person={row.personId}>
      {row.patientName}
    </Link>
  );
}

export function WhereAndWho({ row }: { row: CaseRow }) {
  const parts = [row.practitioner?.name, row.location?.name].filter((part) => part !== undefined);
  return <span className="kw-quiet kw-clip">{parts.join(' · ')}</span>;
}

export function Reason({ row }: { row: CaseRow }) {
  const [first, ...others] = row.rules;
  return (
    <>
      <span className="kw-quiet kw-clip kw-rule-line">
        {first !== undefined && (
          <>
            <span className="kw-rule-id">{first.rule}</span> {ruleWords(first.name)}
          </>
        )}
        {others.length > 0 && (
          <span title={others.map((rule) => `${rule.rule} ${ruleWords(rule.name)}`).join(', ')}>
            {' '}
            + {others.length} more
          </span>
        )}
        {row.reopened > 0 && <span className="kw-tag">came back</span>}
        {row.state !== null && row.state !== 'open' && <span className="kw-tag">{caseStateWord(row.state)}</span>}
      </span>
      <span className="kw-reason">
        <Sentence of={row.reason} />
      </span>
    </>
  );
}
