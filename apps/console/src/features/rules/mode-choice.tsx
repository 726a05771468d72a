import { Link } from 'react-router';
import type { Rule } from '../../api.rules.types.js';
import { Signal } from '../../ui/signal.js';
import { useManages } from '../session/roles.js';
import { newDraftAddress } from './addresses.js';
import { MODES, MODE_TONES, MODE_WORDS } from './mode-words.js';

/**
 * How a rule is set. What looks like a switch is none: another choice leads to a draft, which somebody else approves when they
 * have seen whom it concerns.
 */
export function ModeChoice({ rule }: { rule: Pick<Rule, 'rule' | 'mode'> }) {
  const manages = useManages();
  if (!manages) return <Signal tone={MODE_TONES[rule.mode]}>{MODE_WORDS[rule.mode]}</Signal>;
  return (
    <span className="kw-modes" role="group" aria-label={`${rule.rule} is ${MODE_WORDS[rule.mode].toLowerCase()}`}>
      {MODES.map((mode) =>
        mode === rule.mode ? (
          <strong key={mode} data-mode={mode}>
            {MODE_WORDS[mode]}
          </strong>
        ) : (
          <Link
            key={mode}
            to={newDraftAddress(rule.rule, { mode })}
            aria-label={`Propose to set ${rule.rule} to ${MODE_WORDS[mode].toLowerCase()}`}
            title="Begins a draft: nothing changes before somebody else approves it"
          >
            {MODE_WORDS[mode]}
          </Link>
        ),
      )}
    </span>
  );
}
