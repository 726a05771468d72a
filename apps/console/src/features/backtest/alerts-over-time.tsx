import { useId } from 'react';
import type { BacktestDay } from '../../api.backtests.js';
import { dateText, shortDate } from '../../ui/dates.js';
import { numberText } from '../../ui/shares.js';

export interface AlertsSeries {
  key: string;
  name: string;
  days: BacktestDay[];
}

interface AlertsBin {
  on: string;
  /** Alerts per calendar day. */
  perDay: number;
}

const MOST_BARS = 60;
const WIDTH = 640;
const HEIGHT = 96;
const LEFT = 44;
const BOTTOM = 20;
const TOP = 8;

/** Asked days put together so that at most sixty bars stand side by side. */
export function binsOf(days: BacktestDay[], every: number): AlertsBin[] {
  const each = Math.max(1, Math.ceil(days.length / MOST_BARS));
  return Array.from({ length: Math.ceil(days.length / each) }, (_, place) => {
    const within = days.slice(place * each, (place + 1) * each);
    const alerts = within.reduce((sum, day) => sum + day.alerts, 0);
    return { on: within[0]!.on, perDay: alerts / (within.length * every) };
  });
}

/** How much would have come on each day, side by side on one scale: the settings in force, the change, the fixed gaps. */
export function AlertsOverTime({ series, every }: { series: AlertsSeries[]; every: number }) {
  const drawn = series.filter(({ days }) => days.length > 0).map((one) => ({ ...one, bins: binsOf(one.days, every) }));
  const most = Math.max(1, ...drawn.flatMap(({ bins }) => bins.map(({ perDay }) => perDay)));
  if (drawn.length === 0) return <p className="kw-quiet kw-padded">No day of the period could be asked.</p>;
  return (
    <div className="kw-small-multiples">
      {drawn.map(({ key, name, bins }) => (
        <Bars key={key} name={name} bins={bins} most={most} />
      ))}
    </div>
  );
}

function Bars({ name, bins, most }: { name: string; bins: AlertsBin[]; most: number }) {
  const title = useId();
  const step = (WIDTH - LEFT) / bins.length;
  const y = (value: number) => TOP + (1 - value / most) * (HEIGHT - TOP - BOTTOM);
  const first = bins[0]!;
  const last = bins.at(-1)!;
  const fullest = bins.reduce((before, bin) => (bin.perDay > before.perDay ? bin : before));
  return (
    <figure className="kw-curve">
      <figcaption>{name}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={title}>
        <title id={title}>
          {`Alerts a day, ${name}, ${dateText(first.on)} to ${dateText(last.on)}: at most ${numberText(fullest.perDay, 1)} around ${dateText(fullest.on)}.`}
        </title>
        {[0, most].map((level) => (
          <g key={level}>
            <line x1={LEFT} x2={WIDTH} y1={y(level)} y2={y(level)} className="kw-curve-grid" />
            <text x={LEFT - 8} y={y(level) + 4} textAnchor="end">
              {numberText(level, 1)}
            </text>
          </g>
        ))}
        {bins.map(({ on, perDay }, place) => (
          <rect
            key={on}
            x={LEFT + place * step + step * 0.1}
            width={step * 0.8}
            y={y(perDay)}
            height={y(0) - y(perDay)}
            className="kw-plot-bar"
          />
        ))}
        <text x={LEFT} y={HEIGHT - 4} textAnchor="start">
          {shortDate(first.on, last.on)}
        </text>
        <text x={WIDTH} y={HEIGHT - 4} textAnchor="end">
          {dateText(last.on)}
        </text>
      </svg>
    </figure>
  );
}
