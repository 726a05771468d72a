import type { CareExpectation } from '../../api.care.js';
import { Day } from '../../ui/moment.js';
import { Signal } from '../../ui/signal.js';
import { everyText, STATE_MEANS, STATES, timesText } from './words.js';

/** What is expected at set times, how each stands, and every time of it on demand. */
export function Expectations({ of, label }: { of: CareExpectation[]; label: string }) {
  return (
    <ul className="kw-plain kw-expectations" aria-label={label}>
      {of.map((one) => (
        <OneExpectation key={one.id} of={one} />
      ))}
    </ul>
  );
}

function OneExpectation({ of: { name, every, at, state, points } }: { of: CareExpectation }) {
  const { tone, word } = STATES[state];
  const isAhead = state === 'upcoming' || state === 'booked';
  const next = points.find((point) => point.state === 'upcoming' || point.state === 'booked');
  const shown = isAhead ? next : points.findLast((point) => point.state === state);
  return (
    <li>
      <div className="kw-expectation-head">
        <strong>{name}</strong>
        <span className="kw-quiet">{every === null ? timesText(at) : everyText(every)}</span>
      </div>
      <div title={STATE_MEANS[state]}>
        <Signal tone={tone}>{word}</Signal>
        {shown !== undefined && state !== 'unseen' && (
          <span className="kw-quiet">
            {' '}
            {shown.by === null ? (
              'for'
            ) : (
              <>
                on <Day on={shown.by.on} />, for
              </>
            )}{' '}
            <Day on={shown.due} />
          </span>
        )}
        {next !== undefined && next !== shown && (
          <span className="kw-quiet">
            {' '}
            · next <Day on={next.due} />
            {next.by !== null && (
              <>
                , booked for <Day on={next.by.on} />
              </>
            )}
          </span>
        )}
      </div>
      {points.length > 1 && (
        <details>
          <summary>
            {points.length} times<span className="kw-hidden"> of {name}</span>
          </summary>
          <ol className="kw-plain kw-points">
            {points.map((point) => (
              <li key={point.due} title={STATE_MEANS[point.state]}>
                <Day on={point.due} />
                <Signal tone={STATES[point.state].tone}>{STATES[point.state].word}</Signal>
                {point.by !== null && (
                  <span className="kw-quiet">
                    <Day on={point.by.on} />, {point.by.kind === 'score' ? 'score' : 'appointment'}{' '}
                    <code className="kw-id">{point.by.id}</code>
                  </span>
                )}
              </li>
            ))}
          </ol>
        </details>
      )}
    </li>
  );
}
