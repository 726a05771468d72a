import { Link } from 'react-router';
import type { DraftChange, Rule } from '../../api.rules.types.js';
import { Signal } from '../../ui/signal.js';
import { ruleWords } from '../worklist/words.js';
import { ruleAddress } from './addresses.js';
import { MODE_TONES, MODE_WORDS } from './mode-words.js';
import { thresholdName, thresholdValue } from './threshold-words.js';
import { standing } from './wanted.js';

/** One changed rule: where, how it is set from then on, and beside it how it is set now while that still says something. */
export function ChangeLine({ change, rule }: { change: DraftChange; rule: Rule | undefined }) {
  const now = rule === undefined ? null : standing(rule, change.location?.id ?? null);
  const lines = now === null ? asSaid(change) : differences(change, now);
  return (
    <li className="kw-change">
      <Link to={ruleAddress(change.rule)}>
        <span className="kw-rule-id">{change.rule}</span> {ruleWords(change.name)}
      </Link>
      <span className="kw-quiet">{change.location === null ? 'the whole practice' : change.location.name}</span>
      <Signal tone={MODE_TONES[change.mode]}>
        {now !== null && now.mode !== change.mode && (
          <>
            {MODE_WORDS[now.mode]} <span aria-hidden>→</span>
            <span className="kw-hidden">to</span>{' '}
          </>
        )}
        {MODE_WORDS[change.mode]}
      </Signal>
      {lines.map((line) => (
        <span key={line.name}>
          <span className="kw-quiet">{line.label}:</span>{' '}
          <span className="kw-number">
            {line.from !== null && (
              <>
                {line.from} <span aria-hidden>→</span>
                <span className="kw-hidden">to</span>{' '}
              </>
            )}
            {line.to}
          </span>
        </span>
      ))}
    </li>
  );
}

interface Line {
  name: string;
  label: string;
  from: string | null;
  to: string;
}

const asSaid = ({ parameters }: DraftChange): Line[] =>
  Object.entries(parameters).map(([name, value]) => ({
    name,
    label: thresholdName(name),
    from: null,
    to: thresholdValue(value),
  }));

/** What the change names, and what it takes back to the rule's own by not naming it. */
function differences({ mode, parameters, location }: DraftChange, now: ReturnType<typeof standing>): Line[] {
  if (mode === 'as_practice') return [];
  return now.thresholds
    .flatMap(({ name, value, default: usual }): Line[] => {
      const then = parameters[name] ?? (location === null ? usual : value);
      const to = then === null ? 'not run there' : thresholdValue(then);
      return then === value ? [] : [{ name, label: thresholdName(name), from: thresholdValue(value), to }];
    })
    .concat(
      Object.entries(parameters)
        .filter(([name]) => !now.thresholds.some((one) => one.name === name))
        .map(([name, value]) => ({
          name,
          label: thresholdName(name),
          from: 'not run there',
          to: thresholdValue(value),
        })),
    );
}
