import type { TalkTrack } from '../../api.outreach.types.js';
import { specialtyWords } from '../settings/specialties.js';

export function TalkTrackCard({ track }: { track: TalkTrack }) {
  return (
    <details className="kw-card kw-playbook-item">
      <summary>
        <h3>{track.title}</h3>{' '}
        <span className="kw-quiet">
          {specialtyWords(track.specialty)}
          {track.rules.length > 0 && ` · ${track.rules.join(', ')}`}
        </span>
      </summary>
      <ol className="kw-track">
        {track.steps.map((step) => (
          <li key={step.key}>
            <h4>{step.title}</h4>
            <ul>
              {step.says.map((says) => (
                <li key={says}>{says}</li>
              ))}
            </ul>
            {step.asks.map((asks) => (
              <p key={asks}>
                <span className="kw-quiet">Ask:</span> {asks}
              </p>
            ))}
          </li>
        ))}
      </ol>
    </details>
  );
}
