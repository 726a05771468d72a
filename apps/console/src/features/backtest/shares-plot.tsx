import { useId } from 'react';
import type { BacktestShare } from '../../api.backtests.js';
import { percentRange, percentText } from '../../ui/shares.js';

export interface SharesRow {
  key: string;
  /** Short: stands at the left of its line. */
  label: string;
  precision: BacktestShare | null;
  recall: BacktestShare;
  isFixed: boolean;
}

const WIDTH = 640;
const ROW = 34;
const LEFT = 150;
const RIGHT = 16;
const TOP = 8;
const BOTTOM = 26;
const LEVELS = [0, 0.25, 0.5, 0.75, 1];

const spoken = (what: string, share: BacktestShare | null) =>
  share === null || share.value === null
    ? `${what} not known`
    : `${what} ${percentText(share.value)}, between ${percentRange(share.low, share.high)}`;

/** Right alerts and drop-offs seen as dots with their intervals, the rules over the fixed gaps. */
export function SharesPlot({ rows }: { rows: SharesRow[] }) {
  const title = useId();
  const height = TOP + rows.length * ROW + BOTTOM;
  const x = (share: number) => LEFT + share * (WIDTH - LEFT - RIGHT);
  return (
    <figure className="kw-curve kw-plot-wide">
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-labelledby={title}>
        <title id={title}>
          {rows
            .map(
              ({ label, precision, recall }) => `${label}: ${spoken('right', precision)}; ${spoken('seen', recall)}.`,
            )
            .join(' ')}
        </title>
        {LEVELS.map((level) => (
          <g key={level}>
            <line x1={x(level)} x2={x(level)} y1={TOP} y2={height - BOTTOM} className="kw-curve-grid" />
            <text x={x(level)} y={height - 8} textAnchor="middle">
              {Math.round(level * 100)} %
            </text>
          </g>
        ))}
        {rows.map(({ key, label, precision, recall, isFixed }, place) => {
          const middle = TOP + place * ROW + ROW / 2;
          return (
            <g key={key}>
              <text x={LEFT - 14} y={middle + 4} textAnchor="end" className="kw-plot-label">
                {label}
              </text>
              <Dot share={precision} x={x} y={middle - 6} isFixed={isFixed} />
              <Dot share={recall} x={x} y={middle + 6} isFixed={isFixed} isHollow />
            </g>
          );
        })}
      </svg>
      <figcaption className="kw-plot-key kw-quiet">
        <span>
          <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden>
            <circle cx="5" cy="5" r="4" className="kw-plot-dot" />
          </svg>{' '}
          right (precision)
        </span>
        <span>
          <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden>
            <circle cx="5" cy="5" r="4" className="kw-plot-dot-other" />
          </svg>{' '}
          drop-offs seen (recall)
        </span>
        <span>the line is the 95 % interval; grey: a fixed gap</span>
      </figcaption>
    </figure>
  );
}

interface DotProps {
  share: BacktestShare | null;
  x: (share: number) => number;
  y: number;
  isFixed: boolean;
  isHollow?: boolean;
}

function Dot({ share, x, y, isFixed, isHollow = false }: DotProps) {
  if (share === null || share.value === null) return null;
  const range = isFixed ? 'kw-plot-interval-fixed' : 'kw-plot-interval';
  const dot = isHollow ? 'kw-plot-dot-other' : 'kw-plot-dot';
  return (
    <g data-fixed={isFixed || undefined}>
      <line x1={x(share.low)} x2={x(share.high)} y1={y} y2={y} className={range} />
      <circle cx={x(share.value)} cy={y} r="4" className={dot} />
    </g>
  );
}
