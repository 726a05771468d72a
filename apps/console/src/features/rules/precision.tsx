import type { RulePrecision } from '../../api.rules.types.js';
import { percentRange, percentText } from '../../ui/shares.js';

interface PrecisionProps {
  precision: Pick<RulePrecision, 'right' | 'wrong' | 'share' | 'low' | 'high'>;
  /** What is at least wanted. */
  wanted: number;
  /** What is judged. */
  what?: string;
}

const WIDTH = 96;

/** A share of right listings with its 95 % interval: drawn for the eye, written for everybody. */
export function Precision({
  precision: { right, wrong, share, low, high },
  wanted,
  what = 'listings',
}: PrecisionProps) {
  const judged = right + wrong;
  if (share === null) return <span className="kw-none">none judged yet</span>;
  return (
    <span className="kw-precision">
      <span className="kw-nowrap">
        <strong className="kw-number">{percentText(share)}</strong>{' '}
        <span className="kw-quiet kw-number">{percentRange(low, high)}</span>
      </span>
      <svg viewBox={`0 0 ${WIDTH} 10`} width={WIDTH} height="10" aria-hidden>
        <line x1="0" x2={WIDTH} y1="5" y2="5" className="kw-precision-scale" />
        <line x1={wanted * WIDTH} x2={wanted * WIDTH} y1="0" y2="10" className="kw-precision-wanted" />
        <line x1={low * WIDTH} x2={high * WIDTH} y1="5" y2="5" className="kw-precision-range" />
        <circle cx={share * WIDTH} cy="5" r="3" className="kw-precision-share" />
      </svg>
      <span className="kw-quiet kw-number">
        {right.toLocaleString('en-GB')} of {judged.toLocaleString('en-GB')} {what} judged right
      </span>
    </span>
  );
}
