import type { CarePattern } from '../../api.care.js';
import { patternWord } from './words.js';

export interface BadgeTier {
  name: string;
  /** Null: the source's own word, of which the practice has no tier. */
  pattern: CarePattern | null;
}

/** Which tier somebody belongs to, wherever their name stands. */
export function TierBadge({ tier: { name, pattern } }: { tier: BadgeTier }) {
  return (
    <span
      className="kw-tag kw-tier-badge"
      data-pattern={pattern ?? undefined}
      title={pattern === null ? 'Membership' : `Membership tier, ${patternWord(pattern).toLowerCase()}`}
    >
      <span className="kw-hidden">Tier: </span>
      {name}
    </span>
  );
}
