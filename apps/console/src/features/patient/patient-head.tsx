import type { PatientPage } from '../../api.types.js';
import { ageInYears, dateText, localDate } from '../../ui/dates.js';
import { Day, Moment } from '../../ui/moment.js';
import { MoneyAmount } from '../../ui/money.js';
import { useNow } from '../../ui/now.js';
import { Signal } from '../../ui/signal.js';
import { useZone } from '../../ui/zone.js';
import { caseStateWord, personStateWord, SINCE_MEANS } from '../worklist/words.js';

/** Where this person stands, in five figures. */
export function PatientFigures({ patient }: { patient: PatientPage }) {
  const { evaluation } = patient;
  return (
    <dl className="kw-figures">
      <div>
        <dt>State</dt>
        <dd>
          {evaluation === null ? 'Not evaluated yet' : personStateWord(evaluation.state)}
          {patient.case !== null && (
            <span className="kw-quiet"> · case {caseStateWord(patient.case.state).toLowerCase()}</span>
          )}
          {patient.case?.backlog && <span className="kw-tag">backlog</span>}
        </dd>
      </div>
      <div>
        <dt title={SINCE_MEANS}>Off-track since</dt>
        <dd>
          <Moment at={evaluation?.since ?? null} none="not off-track" />
          <FirstWindow evaluation={evaluation} />
        </dd>
      </div>
      <div>
        <dt>Last visit</dt>
        <dd>
          <Day on={evaluation?.lastVisitOn ?? null} none="none yet" />
        </dd>
      </div>
      <div>
        <dt>Next booking</dt>
        <dd>
          <Moment at={evaluation?.nextBookingAt ?? null} none="none" />
        </dd>
      </div>
      <div>
        <dt>At stake</dt>
        <dd>
          <MoneyAmount value={evaluation?.valueAtRisk ?? null} />
        </dd>
      </div>
    </dl>
  );
}

/** Whose window ended first: often not the rule that stands on top, and then earlier than that one has held. */
function FirstWindow({ evaluation }: { evaluation: PatientPage['evaluation'] }) {
  const first = evaluation?.findings.find(({ kind, since }) => kind === 'O' && since === evaluation.since);
  if (first === undefined) return null;
  return (
    <span className="kw-quiet" title={SINCE_MEANS}>
      {' '}
      · first window ended ({first.rule})
    </span>
  );
}

/** What stands against contacting them, before anything else is read. */
export function Holds({ holds, contactable }: { holds: PatientPage['holds']; contactable: boolean }) {
  const signs = [
    ...(holds.deceased ? ['Deceased: never contact'] : []),
    ...(holds.doNotContact ? ['Do not contact'] : []),
    ...(holds.hold === null ? [] : [`On hold: ${holds.hold}`]),
    ...(!contactable && !holds.deceased && !holds.doNotContact ? ['No way to contact on record'] : []),
  ];
  if (signs.length === 0) return null;
  return (
    <div className="kw-holds" role="group" aria-label="Holds">
      {signs.map((sign) => (
        <Signal key={sign} tone={sign.startsWith('No way') ? 'wait' : 'wrong'}>
          {sign}
        </Signal>
      ))}
    </div>
  );
}

export function PatientCard({ patient }: { patient: PatientPage }) {
  const zone = useZone();
  const today = localDate(useNow(), zone);
  const rows: [string, React.ReactNode][] = [
    [
      'Born',
      patient.birthDate === null ? null : (
        <>
          {dateText(patient.birthDate)} <span className="kw-quiet">({ageInYears(patient.birthDate, today)} years)</span>
        </>
      ),
    ],
    ['Phone', patient.phone],
    ['Email', patient.email],
    ['Language', patient.language],
    ['Time zone', patient.timezone],
    ['Practitioner', patient.practitioner?.name ?? null],
    ['Location', patient.location?.name ?? null],
  ];
  return (
    <dl className="kw-facts">
      {rows
        .filter(([, value]) => value !== null)
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      <div>
        <dt>Known as</dt>
        <dd>
          <ul className="kw-plain">
            {patient.identities.map((identity) => (
              <li key={`${identity.connectionId} ${identity.sourceId}`}>
                <code className="kw-id">{identity.sourceId}</code>{' '}
                <span className="kw-quiet">in {identity.connection}</span>
                {identity.merged && <span className="kw-tag">merged</span>}
              </li>
            ))}
          </ul>
        </dd>
      </div>
    </dl>
  );
}
