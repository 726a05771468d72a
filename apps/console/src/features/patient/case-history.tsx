import type { CaseEvent, PatientPage } from '../../api.types.js';
import { Moment } from '../../ui/moment.js';
import { Signal } from '../../ui/signal.js';
import { caseEventWord, statusWords } from './words.js';

/** The details of an event are ids and stable words; whatever else the server adds later is shown as it comes. */
function detailText(detail: CaseEvent['detail']): string {
  return Object.values(detail)
    .flat()
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .map((value) => (typeof value === 'string' ? statusWords(value) : String(value)))
    .join(', ');
}

export function CaseHistory({ events }: { events: CaseEvent[] }) {
  if (events.length === 0) return <p className="kw-quiet">No case was ever opened.</p>;
  return (
    <ol className="kw-history">
      {events
        .toSorted((a, b) => b.at.localeCompare(a.at))
        .map((event, index) => (
          <li key={`${event.at} ${event.event} ${index}`}>
            <span>
              <strong>{caseEventWord(event.event)}</strong> <span className="kw-quiet">{detailText(event.detail)}</span>
            </span>
            <span className="kw-quiet">
              <Moment at={event.at} />
            </span>
          </li>
        ))}
    </ol>
  );
}

/** How far each source has been read for this person, and which rules wait because of it. */
export function SourceFreshness({ freshness }: { freshness: PatientPage['freshness'] }) {
  return (
    <ul className="kw-plain kw-sources">
      {freshness.map((source) => (
        <li key={source.connectionId}>
          <Signal tone={source.stale ? 'wait' : 'good'}>{source.name}</Signal>
          <span className="kw-quiet">
            read <Moment at={source.lastSuccessAt} none="never" />, complete up to{' '}
            <Moment at={source.watermark} none="nothing yet" />
          </span>
          {source.suspendedRules.length > 0 && (
            <span className="kw-quiet">Waiting because of it: {source.suspendedRules.join(', ')}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
