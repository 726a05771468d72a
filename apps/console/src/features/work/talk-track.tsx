import { Checkbox } from '@mantine/core';
import type { Brief } from '../../api.types.js';

interface TalkTrackProps {
  track: NonNullable<Brief['talkTrack']>;
  said: string[];
  onSaid: (said: string[]) => void;
}

/** A conversation by steps, to be said in one's own words; ticking keeps the place. */
export function TalkTrack({ track, said, onSaid }: TalkTrackProps) {
  const done = track.steps.filter(({ key }) => said.includes(key)).length;
  return (
    <details className="kw-talk" open>
      <summary>
        {track.title}{' '}
        <span className="kw-quiet">
          {done} of {track.steps.length} steps
        </span>
      </summary>
      <ol>
        {track.steps.map((step) => {
          const isSaid = said.includes(step.key);
          return (
            <li key={step.key} data-said={isSaid || undefined}>
              <Checkbox
                size="sm"
                label={step.title}
                checked={isSaid}
                onChange={() => onSaid(isSaid ? said.filter((key) => key !== step.key) : [...said, step.key])}
              />
              {!isSaid && (
                <div className="kw-talk-words">
                  {step.says.map((line) => (
                    <p key={line}>{line}</p>
                  ))}
                  {step.asks.map((line) => (
                    <p key={line} className="kw-talk-ask">
                      {line}
                    </p>
                  ))}
                </div>
              )}
            </li>
          );
        })}
      </ol>
    </details>
  );
}
