import type { RuleClass } from '@keepwell/domain';
import type { CaseRow } from '../../api.types.js';
import { classWord, isDated, isSettled } from './words.js';

const BARS: Record<RuleClass, number> = { S1: 4, S2: 3, S3: 2, S4: 1 };

/** Urgency as ascending bars and as a word; four bars mean first. */
export function Priority({ of, dated = true }: { of: RuleClass | null; dated?: boolean }) {
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
      <span>{classWord(of, dated)}</span>
    </span>
  );
}

/** A row's urgency, in words that fit where it stands: a settled case has none, the backlog is not due today. */
export function RowPriority({ row }: { row: Pick<CaseRow, 'class' | 'state' | 'backlog'> }) {
  if (isSettled(row.state)) return <span className="kw-none">Settled</span>;
  return <Priority of={row.class} dated={isDated(row)} />;
}
