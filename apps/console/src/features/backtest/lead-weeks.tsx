import { useId } from 'react';
import type { BacktestSide } from '../../api.backtests.js';
import { numberText } from '../../ui/shares.js';

type LeadWeek = BacktestSide['pack']['leads'][number];

const WIDTH = 640;
const HEIGHT = 150;
const LEFT = 44;
const BOTTOM = 34;
const TOP = 8;
const WEEK = 7;

/** How long before a fixed gap the alerts came, by weeks, the two gaps one over the other on one scale. */
export function LeadWeeks({ weeks, name }: { weeks: LeadWeek[] | undefined; name: string }) {
  if (weeks === undefined) {
    return <p className="kw-quiet kw-padded">This run was done before weeks were counted; try it again to see them.</p>;
  }
  if (weeks.length === 0) {
    return <p className="kw-quiet kw-padded">After no alert would a fixed gap have spoken as far as is known.</p>;
  }
  const most = Math.max(1, ...weeks.flatMap(({ over60, over90 }) => [over60, over90]));
  return (
    <div className="kw-small-multiples">
      <Histogram weeks={weeks} most={most} days={60} of={({ over60 }) => over60} name={name} />
      <Histogram weeks={weeks} most={most} days={90} of={({ over90 }) => over90} name={name} />
    </div>
  );
}

interface HistogramProps {
  weeks: LeadWeek[];
  most: number;
  days: number;
  of: (week: LeadWeek) => number;
  name: string;
}

function Histogram({ weeks, most, days, of, name }: HistogramProps) {
  const title = useId();
  const step = (WIDTH - LEFT) / weeks.length;
  const y = (value: number) => TOP + (1 - value / most) * (HEIGHT - TOP - BOTTOM);
  const counted = weeks.reduce((sum, week) => sum + of(week), 0);
  const earlier = weeks.reduce((sum, week) => sum + (week.from >= 0 ? of(week) : 0), 0);
  const every = Math.ceil(weeks.length / 10);
  return (
    <figure className="kw-curve">
      <figcaption>
        Days before {days} days without a visit{' '}
        <span className="kw-quiet kw-number">
          {numberText(earlier)} of {numberText(counted)} not later
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={title}>
        <title id={title}>
          {`${name}: of ${numberText(counted)} alerts that a gap of ${days} days would have followed, ${numberText(earlier)} came no later than it.`}
        </title>
        {[0, most].map((level) => (
          <g key={level}>
            <line x1={LEFT} x2={WIDTH} y1={y(level)} y2={y(level)} className="kw-curve-grid" />
            <text x={LEFT - 8} y={y(level) + 4} textAnchor="end">
              {numberText(level)}
            </text>
          </g>
        ))}
        {weeks.map((week, place) => (
          <g key={week.from}>
            <rect
              x={LEFT + place * step + step * 0.08}
              width={step * 0.84}
              y={y(of(week))}
              height={y(0) - y(of(week))}
              className={week.from < 0 ? 'kw-plot-bar-late' : 'kw-plot-bar'}
            />
            {place % every === 0 && (
              <text x={LEFT + place * step} y={HEIGHT - BOTTOM + 16} textAnchor="start">
                {week.from}
              </text>
            )}
          </g>
        ))}
        <text x={WIDTH} y={HEIGHT - 2} textAnchor="end">
          days earlier, in steps of {WEEK}
        </text>
      </svg>
    </figure>
  );
}
