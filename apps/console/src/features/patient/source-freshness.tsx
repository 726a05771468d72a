import type { PatientPage } from '../../api.types.js';
import { Moment } from '../../ui/moment.js';
import { Signal } from '../../ui/signal.js';

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
