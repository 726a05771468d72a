import { useId } from 'react';

const WIDTH = 420;
const HEIGHT = 300;
const LEFT = 44;
const BOTTOM = 40;
const TOP = 10;
const RIGHT = 12;

export interface StepPoint {
  /** Which visit, which month. */
  at: number;
  share: number;
  low: number;
  high: number;
}

/** A share that grows step by step, with the band in which it may lie; nothing happens between two steps. */
export function StepCurve({ points, says, axis }: { points: StepPoint[]; says: string; axis: string }) {
  const title = useId();
  const top = Math.min(1, Math.max(0.1, Math.ceil(Math.max(...points.map(({ high }) => high)) * 10) / 10));
  const x = (place: number) => LEFT + (place * (WIDTH - LEFT - RIGHT)) / points.length;
  const y = (share: number) => TOP + (1 - share / top) * (HEIGHT - TOP - BOTTOM);
  const steps = (of: (point: StepPoint) => number) =>
    points.flatMap((point, place) => [
      [x(place), y(of(point))],
      [x(place + 1), y(of(point))],
    ]);
  const drawn = (corners: number[][]) =>
    corners.map((corner) => corner.map((at) => at!.toFixed(1)).join(',')).join(' ');
  const band = [...steps(({ high }) => high), ...steps(({ low }) => low).toReversed()];
  const every = Math.ceil(points.length / 10);
  return (
    <figure className="kw-curve">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={title}>
        <title id={title}>{says}</title>
        {[0, 0.5, 1].map((level) => (
          <g key={level}>
            <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(top * level)} y2={y(top * level)} className="kw-curve-grid" />
            <text x={LEFT - 8} y={y(top * level) + 4} textAnchor="end">
              {`${Math.round(top * level * 100)} %`}
            </text>
          </g>
        ))}
        <polygon points={drawn(band)} className="kw-plot-band" />
        <polyline points={drawn(steps(({ share }) => share))} className="kw-curve-line" />
        {points.map(({ at }, place) =>
          place % every === 0 ? (
            <text key={at} x={x(place + 0.5)} y={HEIGHT - BOTTOM + 16} textAnchor="middle">
              {at}
            </text>
          ) : null,
        )}
        <text x={WIDTH - RIGHT} y={HEIGHT - 4} textAnchor="end">
          {axis}
        </text>
      </svg>
    </figure>
  );
}
