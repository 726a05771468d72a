import type { RuleClass } from '@keepwell/domain';
import { classWord } from './words.js';

const BARS: Record<RuleClass, number> = { S1: 4, S2: 3, S3: 2, S4: 1 };

/** Urgency as ascending bars and as a word; four bars mean today. */
export function Priority({ of, compact = false }: { of: RuleClass | null; compact?: boolean }) {
  if (of === null) return <span className="kw-none">Watch</span>;
  return (
    <span className={`kw-priority kw-priority-${of}`}>
      <svg viewBox="0 0 17 14" width="17" height="14" aria-hidden>
        {[0, 1, 2, 3].map((bar) => (
          <rect
            key={bar}
            x={bar * 4.5}
            y={10 - bar * 3.2}
            width="3.2"
            height={4 + bar * 3.2}
            rx="1"
            opacity={bar < BARS[of] ? 1 : 0.2}
          />
        ))}
      </svg>
      <span className={compact ? 'kw-hidden' : undefined}>{classWord(of)}</span>
    </span>
  );
}
