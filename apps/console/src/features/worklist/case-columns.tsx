import { Link } from 'react-router';
import type { CaseRow } from '../../api.types.js';
import { Sentence } from '../../ui/sentence.js';
import { appointedText } from '../../ui/dates.js';
import { Moment } from '../../ui/moment.js';
import { useZone } from '../../ui/zone.js';
import { useShownAsOf } from '../as-of/as-of.js';
import { TiersOf } from '../care/tiers-of.js';
import { useSession } from '../session/use-session.js';
import { useLeases } from '../work/use-leases.js';
import { caseStateWord, outcomeWord, ruleWords, wakeWord } from './words.js';

/** Pieces of a row that the wide table and the narrow cards share. */

export const patientAddress = (row: Pick<CaseRow, 'personId'>) => `/patients/${row.personId}`;

/** Names come from another system: shown as text, always. */
export function PatientLink({ row }: { row: CaseRow }) {
  const asOf = useShownAsOf();
  return (
    <Link
      to={asOf === null ? patientAddress(row) : `${patientAddress(row)}?asOf=${asOf}`}
      className="kw-row-link"
      data-person={row.personId}
    >
      {row.patientName}
    </Link>
  );
}

/** Who has them in hand right now; then nobody else should begin. */
export function HeldBy({ row }: { row: CaseRow }) {
  const leases = useLeases();
  const isPast = useShownAsOf() !== null;
  const zone = useZone();
  const { user } = useSession();
  const lease = leases.known ? leases.items.find(({ personId }) => personId === row.personId) : undefined;
  const holder = leases.known ? lease?.holder : row.heldBy;
  // Who has them in hand is of now.
  if (isPast || holder === null || holder === undefined) return null;
  const until = lease?.until ?? row.heldBy?.until ?? null;
  return (
    <span className="kw-tag kw-tag-held" title={until === null ? undefined : `until ${appointedText(until, zone)}`}>
      {holder.id === user.id ? 'in your hands' : `with ${holder.name}`}
    </span>
  );
}

/** The last contact and how it ended, and when the case comes back: what was done must not be done again today. */
export function Standing({ row }: { row: CaseRow }) {
  if (row.lastContactAt === null && row.wakeAt === null) return null;
  return (
    <span className="kw-quiet kw-clip kw-row-standing">
      {row.lastContactAt !== null && (
        <>
          {row.lastOutcome === null ? 'Contacted' : outcomeWord(row.lastOutcome)} <Moment at={row.lastContactAt} />
        </>
      )}
      {row.lastContactAt !== null && row.wakeAt !== null && ' · '}
      {row.wakeAt !== null && row.state !== 'open' && (
        <>
          back <Moment at={row.wakeAt} planned />
          {row.wakeBecause !== null && `, ${wakeWord(row.wakeBecause)}`}
        </>
      )}
    </span>
  );
}

export function WhereAndWho({ row }: { row: CaseRow }) {
  const parts = [row.practitioner?.name, row.location?.name].filter((part) => part !== undefined);
  return (
    <span className="kw-quiet kw-clip">
      <TiersOf personId={row.personId} />
      {parts.join(' · ')}
    </span>
  );
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
        {row.state === 'open' && row.wakeBecause !== null && (
          <span className="kw-tag">{wakeWord(row.wakeBecause)}</span>
        )}
        {row.state !== null && row.state !== 'open' && <span className="kw-tag">{caseStateWord(row.state)}</span>}
      </span>
      <span className="kw-reason" data-short={row.lastContactAt !== null || row.wakeAt !== null || undefined}>
        <Sentence of={row.reason} />
      </span>
      <Standing row={row} />
    </>
  );
}
